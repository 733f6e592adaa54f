using Microsoft.Extensions.Logging;

namespace Indexer.Engine;

/// <summary>What the engine logs.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    [LoggerMessage(Level = LogLevel.Error, Message = "grain {Grain} could not be activated")]
    public partial void ActivationFailed(Exception exception, GrainId grain);

    [LoggerMessage(Level = LogLevel.Error, Message = "grain {Grain} failed while it was deactivated; the activation ended all the same")]
    public partial void DeactivationFailed(Exception exception, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a timer tick of grain {Grain} failed; the timer goes on")]
    public partial void TickFailed(Exception exception, GrainId grain);

    [LoggerMessage(Level = LogLevel.Error, Message = "a cancellation callback of grain {Grain} failed")]
    public partial void TurnFailed(Exception exception, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} grains had not ended when the time to stop ran out")]
    public partial void StopIncomplete(int count);
}
