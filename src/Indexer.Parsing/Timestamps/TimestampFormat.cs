namespace Indexer.Parsing.Timestamps;

/// <summary>The families of timestamps that are recognised without being configured.</summary>
internal enum TimestampFormat : byte
{
    None,

    /// <summary>ISO 8601 and everything else that begins with year, month, day: <c>2015-10-18T18:01:47.978Z</c>, <c>2005-06-03-15.42.50.675872</c>.</summary>
    YearFirst,

    /// <summary><c>20171223-22:15:29:606</c>, <c>20171223T221529Z</c>, <c>20171223221529</c>.</summary>
    Compact,

    /// <summary><c>081109 203615</c>, <c>081109 20:36:15</c>.</summary>
    ShortCompact,

    /// <summary>Three numbers in another order: <c>17/06/09 20:10:40</c>, <c>3/17/2019 4:13:38 PM</c>, <c>17.03.2019 16:13</c>.</summary>
    NumericDate,

    /// <summary>Month and day without a year: <c>03-17 16:13:38.811</c>.</summary>
    MonthDay,

    /// <summary>Syslog (RFC 3164) and C: <c>Jun 14 15:16:01</c>, <c>Dec 04 04:47:44 2005</c>, <c>Jun 14, 2005 3:16:01 PM</c>.</summary>
    MonthName,

    /// <summary>HTTP logs and mail: <c>10/Oct/2000:13:55:36 -0700</c>, <c>04 Dec 2005 04:47:44 GMT</c>.</summary>
    DayMonthName,

    /// <summary>The C++ and Kubernetes logging library: <c>I0317 16:13:38.811</c>, from the digit on.</summary>
    Glog,

    /// <summary>Seconds (10 digits, with or without fraction), milliseconds (13), microseconds (16) or nanoseconds (19) since 1970.</summary>
    Epoch,

    /// <summary>A date in ISO form and no time of day, which is taken as midnight.</summary>
    DateOnly,
}
