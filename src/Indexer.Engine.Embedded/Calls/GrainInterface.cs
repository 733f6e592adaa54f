using System.Collections.Concurrent;

namespace Indexer.Engine.Calls;

/// <summary>A grain interface, its methods and the class of its references. Made once per process.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();

    private readonly Func<object, GrainReference> construct;

    private GrainInterface(Type type)
    {
        // A dynamic assembly can implement only what every assembly can see.
        if (!type.IsVisible)
        {
            throw new NotSupportedException($"{type} is not public; a grain interface and what it is nested in must be");
        }

        var methods = type.GetInterfaces().Append(type).SelectMany(i => i.GetMethods()).Where(method => !method.IsStatic).ToArray();
        Methods = [.. methods.Select(GrainMethod.Create)];
        construct = ProxyBuilder.Build(type, methods);
    }

    /// <summary>In the order of the numbers that proxies use.</summary>
    public IReadOnlyList<GrainMethod> Methods { get; }

    /// <exception cref="NotSupportedException">The interface has a method that cannot be called on a grain; the message names it.</exception>
    public static GrainInterface Of(Type type) => Known.GetOrAdd(type, static type => new GrainInterface(type));

    public GrainReference CreateReference(GrainId id, ICallSender sender) => construct(new GrainReferenceBinding(id, this, sender));
}
