using System.Collections.Immutable;
using System.Reflection;

namespace Indexer.Engine.Calls;

/// <summary>
/// The shape of a grain method, checked: it returns a task, and what crosses the call is immutable, since this engine hands
/// references over instead of copying.
/// </summary>
internal sealed class GrainSignature
{
    /// <summary>The most arguments of a method, without its cancellation token. Gather more in a record.</summary>
    public const int ArgumentsMax = 7;

    private static readonly Type[] TupleTypes =
    [
        typeof(ValueTuple), typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>),
        typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
    ];

    private static readonly HashSet<Type> ImmutableByNature =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Uri), typeof(Version), typeof(GrainId), typeof(GrainType), typeof(IdSpan),
    ];

    private static readonly HashSet<Type> ImmutableWhenTheirArgumentsAre =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), .. TupleTypes.Skip(1),
    ];

    /// <exception cref="NotSupportedException">The method cannot be called on a grain; the message says why.</exception>
    public GrainSignature(MethodInfo method)
    {
        var place = $"{method.DeclaringType}.{method.Name}";
        if (method.IsGenericMethodDefinition || method.IsSpecialName)
        {
            throw new NotSupportedException($"{place} is generic, a property or an event; a grain interface has plain methods only");
        }

        var returned = method.ReturnType;
        var definition = returned.IsGenericType ? returned.GetGenericTypeDefinition() : returned;
        if (definition != typeof(Task) && definition != typeof(Task<>) && definition != typeof(ValueTask) && definition != typeof(ValueTask<>))
        {
            throw new NotSupportedException($"{place} returns {returned}; a grain method returns Task, Task<T>, ValueTask or ValueTask<T>");
        }

        IsValueTask = returned.IsValueType;
        HasResult = returned.IsGenericType;
        ResultType = HasResult ? returned.GetGenericArguments()[0] : typeof(ValueTuple);
        if (HasResult && !IsImmutable(ResultType) && !method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)))
        {
            throw new NotSupportedException($"{place} returns {ResultType}, which is neither immutable nor marked [Immutable]");
        }

        var arguments = new List<Type>();
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.ParameterType == typeof(CancellationToken))
            {
                if (HasCancellation)
                {
                    throw new NotSupportedException($"{place} takes more than one cancellation token");
                }

                HasCancellation = true;
            }
            else if (parameter.ParameterType.IsByRef)
            {
                throw new NotSupportedException($"{place} takes '{parameter.Name}' by reference; nothing but values crosses a call");
            }
            else if (!IsImmutable(parameter.ParameterType) && !parameter.IsDefined(typeof(ImmutableAttribute)))
            {
                throw new NotSupportedException(
                    $"{place} takes '{parameter.Name}' of {parameter.ParameterType}, which is neither immutable nor marked [Immutable]");
            }
            else
            {
                arguments.Add(parameter.ParameterType);
            }
        }

        if (arguments.Count > ArgumentsMax)
        {
            throw new NotSupportedException($"{place} takes {arguments.Count} arguments; at most {ArgumentsMax} are allowed, gather them in a record");
        }

        ArgumentsType = arguments.Count == 0 ? typeof(ValueTuple) : TupleTypes[arguments.Count].MakeGenericType([.. arguments]);
    }

    /// <summary>A value tuple of the arguments without the cancellation token.</summary>
    public Type ArgumentsType { get; }

    public Type ResultType { get; }

    public bool HasResult { get; }

    public bool HasCancellation { get; }

    public bool IsValueTask { get; }

    private static bool IsImmutable(Type type) =>
        type.IsPrimitive || type.IsEnum
        || ImmutableByNature.Contains(type)
        || type.IsDefined(typeof(ImmutableAttribute))
        || typeof(IAddressable).IsAssignableFrom(type)
        || (type.IsGenericType && ImmutableWhenTheirArgumentsAre.Contains(type.GetGenericTypeDefinition())
            && type.GetGenericArguments().All(IsImmutable));
}
