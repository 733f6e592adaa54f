using Microsoft.Extensions.DependencyInjection;

namespace Indexer.Engine;

/// <summary>Names a way to choose the silo for a new activation; the choice is made by the strategy's <see cref="IPlacementDirector"/>.</summary>
public abstract class PlacementStrategy;

/// <summary>Gives a grain class its placement. Without one, the grain's identity decides over all silos.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public abstract class PlacementAttribute : Attribute
{
    protected PlacementAttribute(PlacementStrategy placement)
    {
        ArgumentNullException.ThrowIfNull(placement);
        PlacementStrategy = placement;
    }

    public PlacementStrategy PlacementStrategy { get; }
}

/// <summary>Chooses the silo for a new activation. Thread-safe.</summary>
public interface IPlacementDirector
{
    /// <summary>An exception fails the call that wanted the activation.</summary>
    Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context);
}

/// <summary>The grain to be placed.</summary>
public readonly struct PlacementTarget
{
    internal PlacementTarget(GrainId grainIdentity) => GrainIdentity = grainIdentity;

    public GrainId GrainIdentity { get; }
}

/// <summary>The cluster as placement sees it.</summary>
public interface IPlacementContext
{
    SiloAddress LocalSilo { get; }

    /// <summary>The silos that can run the grain, in an order that all silos agree on.</summary>
    SiloAddress[] GetCompatibleSilos(PlacementTarget target);
}

public static class PlacementStrategyExtensions
{
    /// <summary>Registers the director of a strategy.</summary>
    public static void AddPlacementDirector<TStrategy, TDirector>(this IServiceCollection services)
        where TStrategy : PlacementStrategy, new()
        where TDirector : class, IPlacementDirector =>
        services.AddKeyedSingleton<IPlacementDirector, TDirector>(typeof(TStrategy));
}
