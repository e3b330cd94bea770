using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using Hyperion;

namespace Rings.Actors.Serialization;

/// <summary>
/// One kind of public message as this version of the program has it: the types that it consists of, their fields, and the
/// serializer that knows them by number.
/// </summary>
/// <remarks>
/// The bytes have neither names of types nor of fields, so whoever reads them must have the same fields in mind. The
/// manifest says so: it has the message's name and a hash of all that it consists of. Members of different versions
/// understand each other in every message that did not change between the two, and refuse the others by name. (Hyperion's
/// own version tolerance writes the names of fields and passes over them when it reads: it takes one field for another.)
/// </remarks>
internal sealed class MessageShape
{
    /// <summary>Bytes of the hash that a manifest has: a mistake to be noticed, not a forger to be kept out.</summary>
    private const int HashBytes = 8;

    private readonly Lazy<HyperionSerializer> _hyperion;

    /// <param name="type">The message's type.</param>
    /// <param name="system">The system in which actor references are read.</param>
    /// <param name="filter">Refuses types that no message consists of.</param>
    public MessageShape(Type type, ExtendedActorSystem system, ITypeFilter filter)
    {
        Type = type;
        Manifest = $"{type.Name}-{Hash(type)}";
        _hyperion = new(() => new HyperionSerializer(system, HyperionSerializerSettings.Default
            .WithPreserveObjectReference(false)
            .WithVersionTolerance(false)
            .WithKnownTypesProvider(typeof(Known<>).MakeGenericType(type))
            .WithSurrogates(Surrogates.All)
            .WithTypeFilter(filter)));
    }

    /// <summary>The message's type.</summary>
    public Type Type { get; }

    /// <summary>Its name, and a hash of all that it consists of.</summary>
    public string Manifest { get; }

    /// <summary>Writes and reads it; made when it is first asked for.</summary>
    public HyperionSerializer Hyperion => _hyperion.Value;

    /// <summary>All that a message consists of: each type with its fields, one a line.</summary>
    internal static string Describe(Type message)
    {
        var text = new StringBuilder();
        var parts = MessageTypes.PartsOf(message).Concat(Surrogates.Types)
            .ToDictionary(MessageTypes.Name, part => part);
        foreach (var (name, part) in parts.OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('\n');
            foreach (var field in MessageTypes.FieldsOf(part).OrderBy(field => field.Name, StringComparer.Ordinal))
                text.Append("  ").Append(field.Name).Append(": ").Append(MessageTypes.Name(field.FieldType)).Append('\n');
        }

        return text.ToString();
    }

    private static string Hash(Type message) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Describe(message))).AsSpan(0, HashBytes));

    /// <summary>The types of a message in the order that gives them their numbers: the message itself first.</summary>
    private sealed class Known<TMessage> : IKnownTypesProvider
    {
        public IEnumerable<Type> GetKnownTypes() =>
        [
            typeof(TMessage),
            .. MessageTypes.PartsOf(typeof(TMessage)).Where(part => part != typeof(TMessage) && MessageTypes.HasNumber(part))
                .OrderBy(MessageTypes.Name, StringComparer.Ordinal),
        ];
    }
}
