using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>
/// A compiled expression of <c>eval</c> or <c>where</c>. Immutable and thread-safe; evaluates a batch at a time.
/// </summary>
public abstract class Expression
{
    private static readonly IReadOnlySet<string> NoFields = new HashSet<string>();

    /// <param name="position">Where the expression starts in the search, for messages.</param>
    /// <param name="operands">The expressions it is made of.</param>
    private protected Expression(int position, params IEnumerable<Expression> operands)
    {
        Position = position;
        var fields = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operand in operands)
        {
            fields.UnionWith(operand.Fields);
        }

        Fields = fields.Count == 0 ? NoFields : fields;
    }

    /// <summary>The fields that the outcome depends on.</summary>
    public IReadOnlySet<string> Fields { get; private protected init; }

    /// <summary>Where the expression starts in the text of the search, in characters.</summary>
    public int Position { get; }

    /// <summary>
    /// Whether the outcome is a boolean in every row (or, for <c>if</c> and its like, may be one): what <c>where</c> and
    /// conditions accept.
    /// </summary>
    public virtual bool IsTest => false;

    /// <summary>Writes the outcome for each row of <paramref name="rows"/> to the start of <paramref name="result"/>.</summary>
    /// <exception cref="EvaluationException">The evaluation ran into a limit.</exception>
    public abstract void Evaluate(RowBatch rows, Span<Value> result);

    /// <summary>The outcome for each row, without a copy where it exists already. Dispose it.</summary>
    internal virtual Operand Open(RowBatch rows)
    {
        var operand = Operand.Rent(rows.Count);
        try
        {
            Evaluate(rows, operand.Span);
        }
        catch
        {
            operand.Dispose();
            throw;
        }

        return operand;
    }
}
