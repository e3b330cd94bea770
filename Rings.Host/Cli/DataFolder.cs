using Rings.Actors.Disk;

namespace Rings.Host.Cli;

/// <summary>The files of one node on disk.</summary>
/// <param name="path">The folder; made when it is first written to.</param>
internal sealed class DataFolder(string path)
{
    /// <summary>Where a node keeps its files when nothing else is said: the user's data folder.</summary>
    public static string Default { get; } = System.IO.Path.Combine(
        Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "rings");

    /// <summary>The folder, absolute.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The account's key.</summary>
    public string KeyFile => In("node.key");

    /// <summary>The access token of the internal listener.</summary>
    public string TokenFile => In(AccessToken.FileName);

    /// <summary>The internal URL of the node that runs here; there only while it runs.</summary>
    public string EndpointFile => In("endpoint");

    /// <summary>The configuration, if the user has one.</summary>
    public string ConfigFile => In("rings.conf");

    /// <summary>The node's address book, if a name was ever given.</summary>
    public string NamesFile => In("names.json");

    /// <summary>The group whose Did the node has, if it runs for one.</summary>
    public string GroupCardFile => In("group.card");

    /// <summary>Where messages are that came while nobody listened.</summary>
    public string MailFolder => In("mail");

    /// <summary>The sites that the node publishes, if it ever did.</summary>
    public string SitesFile => In("sites.json");

    /// <summary>The closed services of others that the node's owner opened for his programs, with their tickets.</summary>
    public string OpenedFile => In("opened.json");

    /// <summary>The kept services whose callers' TLS ends at the node, if there ever was one.</summary>
    public string TlsFile => In("tls.json");

    /// <summary>What the node's entrances carried this month, if it ever had one.</summary>
    public string EntrancesFile => In("entrances.json");

    /// <summary>Credentials that were given to this node's owner, and what its owner issues others by.</summary>
    public string CredentialsFolder => In("credentials");

    /// <summary>Circuits of others that the node proves and believes.</summary>
    public string CircuitsFolder => In("circuits");

    /// <summary>Makes the folder, for its owner alone.</summary>
    /// <exception cref="UserErrorException">There can be none.</exception>
    public void Create()
    {
        try
        {
            OwnerOnlyFile.CreateFolder(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"cannot make the data directory {Path}. Name another: --data-dir DIR", error);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
