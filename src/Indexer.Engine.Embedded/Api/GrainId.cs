using System.Diagnostics.CodeAnalysis;

namespace Indexer.Engine;

/// <summary>The name of a grain class: the class's name in lower case, without the ending "grain".</summary>
public readonly record struct GrainType(IdSpan Value)
{
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    public override string ToString() => Value.ToString();
}

/// <summary>A part of a grain's identity.</summary>
public readonly record struct IdSpan
{
    private readonly string? value;

    private IdSpan(string value) => this.value = value;

    public bool IsDefault => value is null;

    public static IdSpan Create(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value);
    }

    public override string ToString() => value ?? "";
}

/// <summary>Names one grain in the whole cluster, activated or not.</summary>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

    /// <summary><c>type/key</c>.</summary>
    public override string ToString() => $"{Type}/{Key}";
}

public static class GrainExtensions
{
    /// <summary>The identity of a grain, asked of itself or of a reference.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        Grain instance => instance.GrainContext.GrainId,
        _ => ThrowNotAGrain(grain),
    };

    /// <summary>The key under which the grain was asked for.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    [DoesNotReturn]
    private static GrainId ThrowNotAGrain(IAddressable grain) =>
        throw new ArgumentException($"{grain?.GetType().ToString() ?? "null"} is neither a grain nor a reference to one", nameof(grain));
}
