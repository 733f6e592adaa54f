using System.Reflection;
using Indexer.Engine.Calls;
using Microsoft.Extensions.DependencyInjection;

namespace Indexer.Engine.Activations;

/// <summary>A class of grains, as the engine found it.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory factory;

    private GrainClass(Type type)
    {
        var name = type.Name.EndsWith("Grain", StringComparison.Ordinal) && type.Name.Length > 5 ? type.Name[..^5] : type.Name;
        Type = type;
        GrainType = GrainType.Create(name.ToLowerInvariant());
        Interfaces = [.. type.GetInterfaces().Where(i => i != typeof(IGrainWithStringKey) && typeof(IGrainWithStringKey).IsAssignableFrom(i))];
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        Placement = type.GetCustomAttribute<PlacementAttribute>()?.PlacementStrategy;
        factory = ActivatorUtilities.CreateFactory(type, []);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    public bool IsReentrant { get; }

    /// <summary>Null where the grain's identity decides.</summary>
    public PlacementStrategy? Placement { get; }

    /// <exception cref="InvalidOperationException">The constructor failed, or a service that it wants is missing.</exception>
    public object Construct(IServiceProvider services)
    {
        try
        {
            return factory(services, []);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"the constructor of grain {Type} failed: {e.Message}", e);
        }
    }

    /// <summary>Every grain class of the assemblies, by type name and by interface.</summary>
    /// <exception cref="NotSupportedException">A grain interface cannot be called, or two classes claim one name or interface.</exception>
    public static GrainClassMap Find(IEnumerable<Assembly> assemblies)
    {
        var byType = new Dictionary<GrainType, GrainClass>();
        var byInterface = new Dictionary<Type, GrainClass>();
        foreach (var type in assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IGrainBase).IsAssignableFrom(type)))
        {
            var grainClass = new GrainClass(type);
            if (!byType.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new NotSupportedException($"{type} and {byType[grainClass.GrainType].Type} would both be named '{grainClass.GrainType}'; rename one");
            }

            foreach (var grainInterface in grainClass.Interfaces)
            {
                _ = GrainInterface.Of(grainInterface);
                if (!byInterface.TryAdd(grainInterface, grainClass))
                {
                    throw new NotSupportedException($"{type} and {byInterface[grainInterface].Type} both implement {grainInterface}; one class may");
                }
            }
        }

        return new GrainClassMap(byType, byInterface);
    }
}

internal sealed record GrainClassMap(IReadOnlyDictionary<GrainType, GrainClass> ByType, IReadOnlyDictionary<Type, GrainClass> ByInterface);
