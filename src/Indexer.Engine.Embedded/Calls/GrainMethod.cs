using System.Linq.Expressions;
using System.Reflection;

namespace Indexer.Engine.Calls;

/// <summary>A method of a grain interface, ready to be called on a grain.</summary>
internal abstract class GrainMethod
{
    protected GrainMethod(MethodInfo method)
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        Interleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
    }

    public string Name { get; }

    public bool Interleaves { get; }

    /// <summary>Null is the engine's default.</summary>
    public TimeSpan? ResponseTimeout { get; }

    public override string ToString() => Name;

    /// <summary>Makes the descriptor of a method whose signature <see cref="GrainSignature"/> has approved.</summary>
    public static GrainMethod Create(MethodInfo method)
    {
        var signature = new GrainSignature(method);
        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<,>).MakeGenericType(signature.ArgumentsType, signature.ResultType), method, signature)!;
    }
}

/// <typeparam name="TArguments">A value tuple of the arguments without the cancellation token.</typeparam>
/// <typeparam name="TResult">What the returned task brings; <see cref="ValueTuple"/> for a task without result.</typeparam>
internal sealed class GrainMethod<TArguments, TResult>(MethodInfo method, GrainSignature signature) : GrainMethod(method)
{
    /// <summary>Calls the method on a grain. What it throws at once comes out at once.</summary>
    public Func<object, TArguments, CancellationToken, ValueTask<TResult>> Invoke { get; } = Compile(method, signature);

    private static Func<object, TArguments, CancellationToken, ValueTask<TResult>> Compile(MethodInfo method, GrainSignature signature)
    {
        var grain = Expression.Parameter(typeof(object), "grain");
        var arguments = Expression.Parameter(typeof(TArguments), "arguments");
        var cancellation = Expression.Parameter(typeof(CancellationToken), "cancellation");

        var position = 0;
        var passed = method.GetParameters().Select(parameter => parameter.ParameterType == typeof(CancellationToken)
            ? (Expression)cancellation
            : Expression.Field(arguments, $"Item{++position}"));
        var call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, passed.ToArray());
        var adapter = signature.HasResult
            ? typeof(TaskAdapters).GetMethod(signature.IsValueTask ? nameof(TaskAdapters.FromValueTaskOf) : nameof(TaskAdapters.FromTaskOf))!.MakeGenericMethod(typeof(TResult))
            : typeof(TaskAdapters).GetMethod(signature.IsValueTask ? nameof(TaskAdapters.FromValueTask) : nameof(TaskAdapters.FromTask))!;
        return Expression.Lambda<Func<object, TArguments, CancellationToken, ValueTask<TResult>>>(
            Expression.Call(adapter, call), grain, arguments, cancellation).Compile();
    }
}

/// <summary>The four kinds of task that a grain method can return, as one.</summary>
internal static class TaskAdapters
{
    public static async ValueTask<ValueTuple> FromTask(Task task)
    {
        await task;
        return default;
    }

    public static async ValueTask<ValueTuple> FromValueTask(ValueTask task)
    {
        await task;
        return default;
    }

    public static ValueTask<T> FromTaskOf<T>(Task<T> task) => new(task);

    public static ValueTask<T> FromValueTaskOf<T>(ValueTask<T> task) => task;
}
