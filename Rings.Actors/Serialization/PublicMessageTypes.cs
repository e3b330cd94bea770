using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Hyperion;
using Rings.Actors.Public;

namespace Rings.Actors.Serialization;

/// <summary>
/// Lets Hyperion build what a public message is made of and nothing else: bytes name the types that they want built.
/// </summary>
/// <remarks>
/// It bounds which types are built, not how much of them: members of a cluster are trusted. Several threads ask at once.
/// </remarks>
/// <param name="system">
/// Its log is told of a refused type, once a minute at most. It makes this before it is whole, so it is asked late.
/// </param>
internal sealed partial class PublicMessageTypes(ActorSystem system) : ITypeFilter
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private static readonly FrozenSet<string> Allowed = Walk().Select(Name).ToFrozenSet();

    /// <summary>Names as Hyperion asks with them that were found to be allowed: taking them apart takes longer than all the
    /// rest of a message.</summary>
    private static readonly ConcurrentDictionary<string, bool> Asked = new(StringComparer.Ordinal);

    private long _toldAt;

    /// <summary>The types, for a specification to look at.</summary>
    internal static IReadOnlySet<string> Names => Allowed;

    /// <inheritdoc/>
    public bool IsAllowed(string typeName)
    {
        if (Asked.ContainsKey(typeName)) return true;
        if (Allowed.Contains(Normalise(typeName)))
        {
            // The same type has a name for every version that there was: a member could make them up.
            if (Asked.Count < 4 * Allowed.Count) Asked.TryAdd(typeName, true);
            return true;
        }

        var now = system.Scheduler.Now.UtcTicks;
        var told = Interlocked.Read(ref _toldAt);
        var isQuiet = now >= told && now < told + Silence.Ticks;
        if (!isQuiet && Interlocked.CompareExchange(ref _toldAt, now, told) == told)
        {
            Logging.GetLogger(system, typeof(RingsNodeSerializer)).Warning(
                "A message from a member of the cluster names a type that no message of a node has: {0}", typeName);
        }

        return false;
    }

    /// <summary>
    /// Hyperion asks with the assembly's version and without it, and marks the core library.
    /// </summary>
    internal static string Normalise(string typeName) => Decoration().Replace(typeName, "");

    private static string Name(Type type) => Normalise(type.AssemblyQualifiedName!);

    /// <summary>The public messages, the types that their properties name, and so on down; and what stands for some.</summary>
    private static HashSet<Type> Walk()
    {
        var found = new HashSet<Type>();
        var next = new Stack<Type>(typeof(RingsNodeProtocol).GetNestedTypes().Where(type => !type.IsInterface));
        foreach (var surrogate in typeof(RingsNodeSerializer).GetNestedTypes(System.Reflection.BindingFlags.NonPublic))
            next.Push(surrogate);
        next.Push(typeof(ActorRefBase.Surrogate));
        next.Push(typeof(Nobody.NobodySurrogate));
        while (next.TryPop(out var type))
        {
            if (!found.Add(type)) continue;
            foreach (var part in PartsOf(type)) next.Push(part);
        }

        return found;
    }

    private static IEnumerable<Type> PartsOf(Type type) => type.Assembly != typeof(RingsNodeProtocol).Assembly
        ? type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments()
        : type.GetProperties()
            .Select(property => property.PropertyType)
            .Where(part => !part.IsInterface && !part.IsAbstract && part != typeof(object));

    [GeneratedRegex(@",%core%|, (Version|Culture|PublicKeyToken)=[^,\]]+")]
    private static partial Regex Decoration();
}
