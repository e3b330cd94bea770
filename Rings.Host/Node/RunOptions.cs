namespace Rings.Host.Node;

/// <summary>What the command line of <c>rings run</c> says; what it leaves out comes from the configuration.</summary>
internal sealed record RunOptions
{
    /// <summary>Port of the internal listener; the public one takes the next. 0: free ones.</summary>
    public int? Port { get; init; }

    /// <summary>Address and port of the public listener.</summary>
    public string? External { get; init; }

    /// <summary>Seeds to join through.</summary>
    public IReadOnlyList<string> Join { get; init; } = [];

    /// <summary>The ring's name.</summary>
    public string? Ring { get; init; }

    /// <summary>The passphrase of the account's key.</summary>
    public string? Passphrase { get; init; }
}
