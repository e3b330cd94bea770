namespace Rings.Actors.Peers;

/// <summary>Keeps them in a file of their own. A damaged one is set aside, beside it.</summary>
/// <param name="path">The file; made when there is somebody to remember.</param>
internal sealed class FilePeerStore(string path) : IPeerStore
{
    public (IReadOnlyList<RememberedPeer> Peers, string? Wrong) Load()
    {
        try
        {
            return (PeerFile.Read(path), null);
        }
        catch (InvalidDataException damage)
        {
            return ([], $"{path} is damaged ({damage.Message}); {SetAside()}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ([], $"{path} cannot be read: {failure.Message}");
        }
    }

    public void Save(IReadOnlyCollection<RememberedPeer> peers) => PeerFile.Write(path, peers);

    private string SetAside()
    {
        var number = 1;
        while (File.Exists($"{path}.damaged-{number}")) number++;
        try
        {
            File.Move(path, $"{path}.damaged-{number}");
            return $"it was set aside as {path}.damaged-{number}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"it cannot be set aside: {failure.Message}";
        }
    }
}
