using System.Security.Cryptography;
using System.Text;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>Digests of the UTF-8 text, in lower-case hexadecimal. To compare and to pseudonymise, not to protect.</summary>
internal static class CryptographicFunctions
{
    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Cryptographic);
        Add(family, "md5", "MD5", "900150983cd24fb0d6963f7d28e17f72", MD5.HashData);
        Add(family, "sha1", "SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d", SHA1.HashData);
        Add(family, "sha256", "SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", SHA256.HashData);
        Add(family, "sha512", "SHA-512",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            SHA512.HashData);
        return family.Definitions;
    }

    private static void Add(FunctionFamilyBuilder family, string name, string title, string result, Func<byte[], byte[]> digest) =>
        family.AddForEachItem($"{name}(text)", $"The {title} digest of the text.", $"{name}(\"abc\")", result,
            arguments => Value.Of(Convert.ToHexStringLower(digest(Encoding.UTF8.GetBytes(arguments[0].AsText())))));
}
