using System.Diagnostics.CodeAnalysis;

namespace Indexer.Search.Values;

/// <summary>A field's value: null, a number, text, a boolean, or a list of those (multivalue). 16 bytes, no boxing.</summary>
/// <remarks>
/// Two values are equal when a user sees the same thing: the number 5 equals the text <c>5</c>, but not the text <c>5.0</c>.
/// That is the equality of groups (<c>stats by</c>, <c>dedup</c>); expressions compare with
/// <see cref="ValueComparison"/>.
/// </remarks>
public readonly struct Value : IEquatable<Value>
{
    // Declared before the constants that are made of them: static fields are initialised in this order.
    private static readonly object NumberMark = new();
    private static readonly object BooleanMark = new();

    public static readonly Value Null;
    public static readonly Value True = new(BooleanMark, 1);
    public static readonly Value False = new(BooleanMark, 0);
    public static readonly Value EmptyText = new(string.Empty, 0);

    // The kind and, for text and lists, the content: null, a mark, a string, or a Value[] of two items or more.
    private readonly object? content;
    private readonly double number;

    private Value(object content, double number)
    {
        this.content = content;
        this.number = number;
    }

    public ValueKind Kind => content switch
    {
        null => ValueKind.Null,
        string => ValueKind.Text,
        _ when ReferenceEquals(content, NumberMark) => ValueKind.Number,
        _ when ReferenceEquals(content, BooleanMark) => ValueKind.Boolean,
        _ => ValueKind.List,
    };

    public bool IsNull => content is null;

    public bool IsText => content is string;

    public bool IsNumber => ReferenceEquals(content, NumberMark);

    public bool IsBoolean => ReferenceEquals(content, BooleanMark);

    public bool IsList => content is Value[];

    /// <summary>Whether a test came out true. Only booleans can.</summary>
    public bool IsTrue => ReferenceEquals(content, BooleanMark) && number != 0;

    /// <summary>The items of a list, this value alone, or nothing for null.</summary>
    public IReadOnlyList<Value> Items => content switch
    {
        null => [],
        Value[] items => items,
        _ => [this],
    };

    /// <summary>A number that is not finite (the outcome of an overflow or of 0/0) is null.</summary>
    public static Value Of(double number) => double.IsFinite(number) ? new Value(NumberMark, number) : Null;

    public static Value Of(string? text) => text is null ? Null : new Value(text, 0);

    public static Value Of(bool value) => value ? True : False;

    /// <summary>
    /// A multivalue. Nulls are left out and lists within are taken apart; one item makes that item, none makes null.
    /// </summary>
    public static Value OfList(IReadOnlyList<Value> items)
    {
        var flat = new List<Value>(items.Count);
        foreach (var item in items)
        {
            if (item.content is Value[] inner)
            {
                flat.AddRange(inner);
            }
            else if (!item.IsNull)
            {
                flat.Add(item);
            }
        }

        return flat.Count switch
        {
            0 => Null,
            1 => flat[0],
            _ => new Value(flat.ToArray(), 0),
        };
    }

    /// <summary>The number, or the number that the whole text spells (invariant culture, decimal, finite).</summary>
    public bool TryGetNumber(out double result)
    {
        if (ReferenceEquals(content, NumberMark))
        {
            result = number;
            return true;
        }

        if (content is string text)
        {
            return NumberText.TryParse(text, out result);
        }

        result = 0;
        return false;
    }

    /// <summary>The text without a conversion; false for any other kind.</summary>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = content as string;
        return text is not null;
    }

    /// <summary>What a user sees: see <see cref="NumberText"/> for numbers; a list's items joined by line feeds; null as empty text.</summary>
    public string AsText() => content switch
    {
        null => string.Empty,
        string text => text,
        Value[] items => string.Join('\n', items.Select(item => item.AsText())),
        _ when ReferenceEquals(content, NumberMark) => NumberText.Format(number),
        _ => number != 0 ? "True" : "False",
    };

    /// <summary>
    /// The order of <c>sort</c>: null first, then numbers and text that looks like a number by their number, then other text
    /// ordinally without case (with case where that is equal). Lists compare item by item.
    /// </summary>
    public static int Compare(Value a, Value b) => ValueComparison.Order(a, b);

    public bool Equals(Value other)
    {
        if (content is string text && other.content is string otherText)
        {
            return string.Equals(text, otherText, StringComparison.Ordinal);
        }

        if (content is null || other.content is null)
        {
            return content is null && other.content is null;
        }

        if (ReferenceEquals(content, NumberMark) && ReferenceEquals(other.content, NumberMark))
        {
            return number == other.number;
        }

        if (content is Value[] items && other.content is Value[] otherItems)
        {
            return items.AsSpan().SequenceEqual(otherItems);
        }

        return content is not Value[] && other.content is not Value[]
            && string.Equals(AsText(), other.AsText(), StringComparison.Ordinal);
    }

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <summary>The hash of the text a user sees, so that equal values of different kinds have one hash.</summary>
    public override int GetHashCode()
    {
        switch (content)
        {
            case null:
                return 0;
            case string text:
                return string.GetHashCode(text, StringComparison.Ordinal);
            case Value[] items:
                var hash = new HashCode();
                foreach (var item in items)
                {
                    hash.Add(item);
                }

                return hash.ToHashCode();
            case var mark when ReferenceEquals(mark, NumberMark):
                Span<char> digits = stackalloc char[NumberText.CharsMax];
                return string.GetHashCode(digits[..NumberText.Format(number, digits)], StringComparison.Ordinal);
            default:
                return string.GetHashCode(AsText(), StringComparison.Ordinal);
        }
    }

    public static bool operator ==(Value left, Value right) => left.Equals(right);

    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>For debuggers and test reports.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Text => $"\"{content}\"",
        ValueKind.List => $"[{string.Join(", ", Items)}]",
        _ => AsText(),
    };
}
