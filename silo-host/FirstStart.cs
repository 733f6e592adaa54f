using Indexer.Configuration;
using Indexer.Configuration.Files;
using Indexer.Model;

namespace Indexer.SiloHost;

/// <summary>Makes what a fresh installation needs: its id, and a token so that events can be sent at once.</summary>
internal static class FirstStart
{
    private const string TokenStanza = "http://default";

    public static PeerId Prepare(ConfigurationStore configuration, IConfigurationFiles files)
    {
        var isFresh = files.Read(InstanceIdentity.PathOf(configuration.Current.Home)) is null;
        if (isFresh && configuration.Current.Inputs.Http.Tokens.Count == 0)
        {
            configuration.Edit("inputs", edit => edit
                .AddStanza(TokenStanza)
                .Set(TokenStanza, "token", Guid.NewGuid().ToString("D"))
                .Set(TokenStanza, "description", "made at the first start"));
        }

        // Last: a start that is cut off before this is a first start again.
        return InstanceIdentity.LoadOrCreate(configuration.Current.Home, files, Guid.NewGuid);
    }
}
