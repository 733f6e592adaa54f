using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Indexer.Client.Tests;

/// <summary>
/// The SDK's public surface is a reviewed file: a change to it shows in the change's diff. With INDEXER_ACCEPT_API set, the test
/// writes the file instead.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public void The_public_surface_is_the_reviewed_one()
    {
        var path = ReviewedFile();
        var actual = string.Join('\n', Describe(typeof(IndexerClient).Assembly)) + "\n";
        if (Environment.GetEnvironmentVariable("INDEXER_ACCEPT_API") is { Length: > 0 })
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string ReviewedFile([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../client/Indexer.Client/PublicAPI.txt"));

    private static IEnumerable<string> Describe(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(Describe).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Describe(Type type)
    {
        yield return $"{type.FullName} : {Kind(type)}";
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(declared).Where(IsReviewed))
        {
            var text = member switch
            {
                ConstructorInfo constructor => $"{type.FullName}({Parameters(constructor)})",
                PropertyInfo property => $"{type.FullName}.{property.Name}{Indexer(property)} : {Name(property.PropertyType, Nullability.Create(property))} {{ {Accessors(property)} }}",
                FieldInfo field when type.IsEnum => $"{type.FullName}.{field.Name} = {Convert.ToInt64(field.GetRawConstantValue())}",
                FieldInfo field => $"{type.FullName}.{field.Name} : {Name(field.FieldType, Nullability.Create(field))}",
                MethodInfo method => $"{type.FullName}.{method.Name}({Parameters(method)}) : {Name(method.ReturnType, Nullability.Create(method.ReturnParameter))}",
                _ => null,
            };
            if (text is not null)
            {
                yield return text;
            }
        }
    }

    // What the compiler adds to records says nothing that the properties do not.
    private static bool IsReviewed(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: false, IsFamily: false } => false,
        MethodInfo method => !method.IsSpecialName && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null && method.GetBaseDefinition().DeclaringType != typeof(object),
        ConstructorInfo => member.GetCustomAttribute<CompilerGeneratedAttribute>() is null,
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        PropertyInfo property => (property.GetMethod ?? property.SetMethod)!.IsPublic,
        _ => false,
    };

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsValueType ? "struct"
        : (type.IsAbstract && type.IsSealed ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "") + (type.GetMethod("<Clone>$") is null ? "class" : "record");

    private static string Accessors(PropertyInfo property)
    {
        var accessors = new List<string>();
        if (property.GetMethod?.IsPublic == true)
        {
            accessors.Add("get;");
        }

        if (property.SetMethod?.IsPublic == true)
        {
            accessors.Add(property.SetMethod.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;");
        }

        return string.Join(' ', accessors);
    }

    private static string Indexer(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var prefix = parameter.IsOut ? "out " : type.IsByRef ? "ref " : "";
        var name = $"{prefix}{Name(type.IsByRef ? type.GetElementType()! : type, Nullability.Create(parameter))} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{name} = {parameter.DefaultValue switch { null => "default", string text => $"\"{text}\"", var value => value }}" : name;
    }

    private static string Name(Type type, NullabilityInfo nullability)
    {
        var text = new StringBuilder(Bare(type, nullability));
        if (!type.IsValueType && nullability.ReadState == NullabilityState.Nullable)
        {
            text.Append('?');
        }

        return text.ToString();
    }

    private static string Bare(Type type, NullabilityInfo nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return underlying.Name + "?";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = type.GetGenericArguments();
        var states = nullability.GenericTypeArguments;
        return $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", arguments.Select((argument, i) => i < states.Length ? Name(argument, states[i]) : argument.Name))}>";
    }
}
