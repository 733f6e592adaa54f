using Indexer.SiloHost;

return await NodeProcess.RunAsync(args);
