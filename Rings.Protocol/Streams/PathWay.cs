namespace Rings.Protocol.Streams;

/// <summary>Which way a path of a set is asked for.</summary>
internal enum PathWay
{
    /// <summary>The ring's.</summary>
    Ring,

    /// <summary>The ring's, by another first hop than the path that failed last.</summary>
    AnotherHop,

    /// <summary>Over the link to the other end.</summary>
    Link,
}
