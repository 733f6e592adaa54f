namespace Indexer.Storage.Slices;

/// <summary>How the values of one column are written. See <see cref="ColumnEncoder"/> for the layouts.</summary>
internal enum ColumnEncoding : byte
{
    /// <summary>One value for all rows.</summary>
    Constant = 0,

    /// <summary>Distinct values in order of appearance, and per row the number of its value.</summary>
    Dictionary = 1,

    /// <summary>Texts of one shape, such as <c>10.0.0.7</c> or <c>0.197</c>: constant texts between runs of digits, and the runs as numbers.</summary>
    Numbers = 2,

    /// <summary>Texts of one length whose variable characters are lower-case hexadecimal digits.</summary>
    Hexadecimal = 3,

    /// <summary>Lengths and bytes.</summary>
    Text = 4,
}
