namespace Rings.Protocol.Streams;

/// <summary>Which way a path of a set is asked for.</summary>
internal enum PathWay
{
    /// <summary>The ring's.</summary>
    Ring,

    /// <summary>The ring's, by another first hop than the path that failed last.</summary>
    AnotherHop,

    /// <summary>
    /// The ring's, by the first hop of the path that failed last: behind it something may have failed that it has noticed.
    /// </summary>
    FormerHop,

    /// <summary>Over the link to the other end.</summary>
    Link,
}
