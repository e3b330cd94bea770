using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Processes;

/// <summary>Real nodes on loopback, by the names of the friends that they belong to; each has a folder of its name.</summary>
public abstract class FriendNodes : IAsyncLifetime
{
    private protected static readonly string[] Names = ["anna", "bela", "cleo", "dana", "ezra"];

    private readonly Dictionary<string, SecretsNode> _nodes = [];

    protected string Folder { get; } = Directory.CreateTempSubdirectory("rings-friends-").FullName;

    private protected IReadOnlyDictionary<string, SecretsNode> Nodes => _nodes;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Starts a node, anew where it was killed; it joins whichever is up.</summary>
    private protected async Task<SecretsNode> StartAsync(string name)
    {
        string? seed;
        lock (_nodes) seed = _nodes.Values.FirstOrDefault(node => node.IsUp)?.JoinUrl;
        var node = await SecretsNode.StartAsync(Path.Combine(Folder, name), seed);
        lock (_nodes) _nodes[name] = node;
        return node;
    }

    private protected static SecretId IdOf(string text) =>
        SecretId.TryParse(text, out var id) ? id : throw new FormatException(text);
}
