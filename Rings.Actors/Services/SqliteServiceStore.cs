using Microsoft.Data.Sqlite;
using Rings.Actors.Disk;
using Rings.Protocol.Crypto;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>Keeps them in an SQLite file that only its owner may read.</summary>
internal sealed class SqliteServiceStore : IServiceStore
{
    private readonly SqliteFile _file;

    /// <summary>Reads what a file holds; what cannot be read is damage.</summary>
    internal SqliteServiceStore(SqliteFile file)
    {
        _file = file;
        _ = (Services(), Tickets());
    }

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The store, and where a damaged file was set aside to.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static (SqliteServiceStore Store, string? SetAside) Open(string path) =>
        SqliteFile.Open(path, StoreSchema.Services, file => new SqliteServiceStore(file));

    public IReadOnlyList<OfferedService> Services() =>
        _file.Read("SELECT value, hash FROM service ORDER BY name", row => OfferedService.Read(Sound(row)));

    public IReadOnlyList<Ticket> Tickets() =>
        _file.Read("SELECT value, hash FROM ticket ORDER BY secret", row => Ticket.Read(Sound(row)));

    public void Keep(OfferedService service) => Keep(
        "INSERT OR REPLACE INTO service (name, value, hash) VALUES ($key, $value, $hash)", service.Name.ToString(), service.ToBytes());

    public void Keep(Ticket ticket) => Keep(
        "INSERT OR REPLACE INTO ticket (secret, value, hash) VALUES ($key, $value, $hash)", ticket.SecretHash, ticket.ToBytes());

    public void Forget(ServiceName name, IReadOnlyList<Ticket> tickets)
    {
        _file.Run("DELETE FROM service WHERE name = $name", ("$name", name.ToString()));
        foreach (var ticket in tickets) Forget(ticket);
    }

    public void Forget(Ticket ticket) =>
        _file.Run("DELETE FROM ticket WHERE secret = $secret", ("$secret", ticket.SecretHash));

    public void Begin() => _file.Begin();

    public void Commit() => _file.Commit();

    public void Rollback() => _file.Rollback();

    public StoreException? Probe() => _file.Probe();

    public void Dispose() => _file.Dispose();

    private void Keep(string sql, string key, byte[] value) =>
        _file.Run(sql, ("$key", key), ("$value", value), ("$hash", Hash.Sha256(value)));

    /// <summary>One turned bit may open a closed service: what is not what was written is damage.</summary>
    private static byte[] Sound(SqliteDataReader row)
    {
        var value = row.GetFieldValue<byte[]>(0);
        return Hash.Sha256(value).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(1))
            ? value
            : throw new InvalidDataException("services");
    }
}
