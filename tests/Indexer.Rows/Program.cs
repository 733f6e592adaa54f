using Indexer.Rows;

if (args is not [var table, .. var assemblies] || assemblies.Length == 0)
{
    await Console.Error.WriteLineAsync("usage: Indexer.Rows <requirements.md> <test assembly>...");
    return 2;
}

var rows = await RequirementsTable.ReadAsync(table);
var proofs = assemblies.SelectMany(TestTraits.ReadRows).Distinct(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
RowReport.Write(Console.Out, rows, proofs);

var unknown = proofs.Except(rows.Select(row => row.Id), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
if (unknown.Length > 0)
{
    await Console.Error.WriteLineAsync($"tests name rows that {table} does not have: {string.Join(' ', unknown)}");
    return 1;
}

return 0;
