using Indexer.Search.Values;

namespace Indexer.Search.Aggregation;

/// <summary>
/// <c>min</c>, <c>max</c>, <c>range</c>. Among numbers the numeric extreme. <c>min</c> and <c>max</c> of a field that has any
/// value which is no number compare all its values as text.
/// </summary>
internal sealed class ExtremeAggregator(ExtremeAggregator.Kind kind) : Aggregator
{
    private State[] states = [];

    internal enum Kind
    {
        Minimum,
        Maximum,
        Range,
    }

    public override void EnsureGroups(int groups) => EnsureLength(ref states, groups);

    public override void Add(in AggregatedRows rows)
    {
        if (rows.Column is not { } column)
        {
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var value = column[rows.Rows[i]];
            if (value.IsList)
            {
                foreach (var item in value.Items)
                {
                    Add(ref states[rows.Groups[i]], item);
                }
            }
            else if (!value.IsNull)
            {
                Add(ref states[rows.Groups[i]], value);
            }
        }
    }

    public override void Merge(Aggregator other, ReadOnlySpan<int> groupOf)
    {
        var others = ((ExtremeAggregator)other).states;
        for (var group = 0; group < groupOf.Length; group++)
        {
            Merge(ref states[groupOf[group]], others[group]);
        }
    }

    public override Value Result(int group)
    {
        ref readonly var state = ref states[group];
        if (kind == Kind.Range)
        {
            return state.HasNumber ? Value.Of(state.NumberMax - state.NumberMin) : Value.Null;
        }

        if (!state.HasText)
        {
            return !state.HasNumber ? Value.Null : Value.Of(kind == Kind.Minimum ? state.NumberMin : state.NumberMax);
        }

        return Value.Of(state.Text);
    }

    // All values take part in the text comparison, numbers too, because text may come last.
    private void Add(ref State state, Value value)
    {
        if (value.TryGetNumber(out var number))
        {
            state.NumberMin = state.HasNumber ? Math.Min(state.NumberMin, number) : number;
            state.NumberMax = state.HasNumber ? Math.Max(state.NumberMax, number) : number;
            state.HasNumber = true;
            if (kind != Kind.Range)
            {
                AddNumberText(ref state, value, number);
            }
        }
        else
        {
            state.HasText = true;
            Keep(ref state, value.AsText());
        }
    }

    private void AddNumberText(ref State state, Value value, double number)
    {
        if (value.TryGetText(out var text))
        {
            Keep(ref state, text);
            return;
        }

        Span<char> digits = stackalloc char[NumberText.CharsMax];
        var length = NumberText.Format(number, digits);
        if (state.Text is null || IsBetter(digits[..length], state.Text))
        {
            state.Text = new string(digits[..length]);
        }
    }

    private void Keep(ref State state, string text)
    {
        if (state.Text is null || IsBetter(text, state.Text))
        {
            state.Text = text;
        }
    }

    private bool IsBetter(ReadOnlySpan<char> text, string kept)
    {
        var order = text.SequenceCompareTo(kept);
        return kind == Kind.Maximum ? order > 0 : order < 0;
    }

    private void Merge(ref State state, in State other)
    {
        if (other.HasNumber)
        {
            state.NumberMin = state.HasNumber ? Math.Min(state.NumberMin, other.NumberMin) : other.NumberMin;
            state.NumberMax = state.HasNumber ? Math.Max(state.NumberMax, other.NumberMax) : other.NumberMax;
            state.HasNumber = true;
        }

        state.HasText |= other.HasText;
        if (other.Text is not null)
        {
            Keep(ref state, other.Text);
        }
    }

    private struct State
    {
        public double NumberMin;
        public double NumberMax;
        public string? Text;
        public bool HasNumber;
        public bool HasText;
    }
}
