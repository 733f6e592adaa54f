using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Indexer.Rows;

/// <summary>Reads traits from a test assembly's metadata, without loading it.</summary>
internal static class TestTraits
{
    /// <summary>The values of <c>[Trait("Row", …)]</c> on test classes and methods.</summary>
    public static IEnumerable<string> ReadRows(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var rows = new List<string>();
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (IsTrait(metadata, attribute) && ReadTrait(metadata, attribute) is ("Row", { } row))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static bool IsTrait(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        return metadata.StringComparer.Equals(type.Name, "TraitAttribute") && metadata.StringComparer.Equals(type.Namespace, "Xunit");
    }

    /// <summary>The two texts of the constructor: ECMA-335, II.23.3.</summary>
    private static (string? Name, string? Value) ReadTrait(MetadataReader metadata, CustomAttribute attribute)
    {
        var value = metadata.GetBlobReader(attribute.Value);
        const ushort prolog = 1;
        return value.ReadUInt16() == prolog ? (value.ReadSerializedString(), value.ReadSerializedString()) : default;
    }
}
