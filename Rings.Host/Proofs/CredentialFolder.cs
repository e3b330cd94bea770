using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Proofs;

/// <summary>The credentials that were given to a node's owner, their secrets, and the keys of those that the owner issues.</summary>
/// <param name="data">The node's files.</param>
internal sealed class CredentialFolder(DataFolder data)
{
    private const string Held = ".credential";
    private const string Secret = ".secret";
    private const string Issued = ".issuer";

    /// <summary>The names of those that are held.</summary>
    public IEnumerable<string> Names => Files(Held).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The file of a credential: one of this name, or else a path.</summary>
    /// <exception cref="UserErrorException">There is neither.</exception>
    public string Find(string nameOrPath)
    {
        if (CredentialTree.IsName(nameOrPath) && File.Exists(FileOf(nameOrPath, Held))) return FileOf(nameOrPath, Held);
        return File.Exists(nameOrPath)
            ? Path.GetFullPath(nameOrPath)
            : throw new UserErrorException($"there is no credential '{nameOrPath}' here, and no such file: rings credential list");
    }

    /// <summary>Draws the secret of an anonymous credential; the same again where it was drawn before.</summary>
    /// <returns>What its issuer needs.</returns>
    public Bytes32 Draw(string name)
    {
        RequireName(name);
        return Credential.HashOf(LoadOrDraw(FileOf(name, Secret)));
    }

    /// <summary>The secret of an issuer's tree; drawn when it is needed first.</summary>
    public Bytes32 KeyOf(string name)
    {
        RequireName(name);
        return LoadOrDraw(FileOf(name, Issued));
    }

    /// <summary>Keeps a credential, with its secret where it is anonymous.</summary>
    /// <param name="credential">As it came from its issuer.</param>
    /// <param name="name">What it is to be called.</param>
    /// <exception cref="UserErrorException">Its secret is not here, or another has this name.</exception>
    public Credential Add(Credential credential, string name)
    {
        RequireName(name);
        if (File.Exists(FileOf(name, Held)))
        {
            var there = OwnCredential.Read(FileOf(name, Held)).Credential;
            if ((there.Tree.Issuer, there.Tree.Name, there.Holder) != (credential.Tree.Issuer, credential.Tree.Name, credential.Holder))
                throw new UserErrorException($"another credential is called '{name}': give this one another name, --name NAME");
        }

        var whole = credential.IsWhole ? credential : credential.With(SecretOf(credential));
        Create();
        OwnerOnlyFile.Write(FileOf(name, Held), CredentialFileText.Of(whole));
        return whole;
    }

    /// <summary>Erases a credential, and the secret of its name.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public void Remove(string name)
    {
        if (!CredentialTree.IsName(name) || !File.Exists(FileOf(name, Held)))
            throw new UserErrorException($"there is no credential '{name}' here: rings credential list");
        File.Delete(FileOf(name, Held));
        File.Delete(FileOf(name, Secret));
    }

    private Bytes32 SecretOf(Credential credential)
    {
        foreach (var file in Files(Secret))
        {
            var secret = ReadSecret(file);
            if (Credential.HashOf(secret) == credential.Holder.Field) return secret;
        }

        throw new UserErrorException("it is an anonymous credential of somebody else, or its secret was drawn elsewhere: it is not in this data directory");
    }

    private Bytes32 LoadOrDraw(string file)
    {
        if (File.Exists(file)) return ReadSecret(file);
        Create();
        var drawn = Bytes32.Draw(System.Security.Cryptography.RandomNumberGenerator.Fill);
        OwnerOnlyFile.Write(file, drawn + "\n", overwrite: false);
        return drawn;
    }

    private static Bytes32 ReadSecret(string file) => Bytes32.TryParse(OwnerOnlyFile.Read(file).Trim(), out var secret)
        ? secret
        : throw new UserErrorException($"{file} is damaged. Put its backup there");

    private IEnumerable<string> Files(string ending) => Directory.Exists(data.CredentialsFolder)
        ? Directory.EnumerateFiles(data.CredentialsFolder, "*" + ending)
        : [];

    private string FileOf(string name, string ending) => Path.Combine(data.CredentialsFolder, name + ending);

    private void Create()
    {
        data.Create();
        OwnerOnlyFile.CreateFolder(data.CredentialsFolder);
    }

    private static void RequireName(string name)
    {
        if (!CredentialTree.IsName(name)) throw new UserErrorException("name: expected 1 to 64 small letters, digits and hyphens");
    }
}
