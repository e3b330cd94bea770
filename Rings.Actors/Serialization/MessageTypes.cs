using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using Rings.Actors.Public;

namespace Rings.Actors.Serialization;

/// <summary>The public messages and the types that they consist of, found once by looking at their fields.</summary>
internal static partial class MessageTypes
{
    private static readonly FrozenDictionary<string, Type> Messages = typeof(RingsNodeProtocol).GetNestedTypes()
        .Where(type => !type.IsInterface).ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly FrozenSet<string> Names =
        Messages.Values.SelectMany(PartsOf).Concat(Surrogates.Types).Select(Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many names there are.</summary>
    public static int Count => Names.Count;

    /// <summary>The public message of a name; null: there is none.</summary>
    public static Type? Find(string name) => Messages.GetValueOrDefault(name);

    /// <summary>Whether a public message consists of this type, among others.</summary>
    /// <param name="name">As Hyperion asks: with the assembly's version or without it, the core library marked.</param>
    public static bool Has(string name) => Names.Contains(Decoration().Replace(name, ""));

    /// <summary>A type's full name, with those of its assembly and of its arguments, without versions.</summary>
    public static string Name(Type type) => Decoration().Replace(type.AssemblyQualifiedName!, "");

    /// <summary>A message's own type, those of its fields, and so on down.</summary>
    public static IReadOnlySet<Type> PartsOf(Type message)
    {
        var found = new HashSet<Type>();
        var next = new Stack<Type>([message]);
        while (next.TryPop(out var type))
        {
            if (type == typeof(object) || !found.Add(type)) continue;
            if (type.HasElementType) next.Push(type.GetElementType()!);
            foreach (var argument in type.GetGenericArguments()) next.Push(argument);
            foreach (var part in FieldsOf(type).SelectMany(field => Fitting(field.FieldType))) next.Push(part);
        }

        return found;
    }

    /// <summary>The fields by which Hyperion writes a type: none of those that it, or something else, has its own way for.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(Type type) =>
        type.IsPrimitive || type.IsArray || type.IsInterface || type.IsGenericType || type == typeof(string)
            || Surrogates.Replaced.Contains(type)
            ? []
            : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    /// <summary>Whether a type can have a number in place of its name: one that is written field by field.</summary>
    public static bool HasNumber(Type type) => FieldsOf(type).Any();

    /// <summary>What may stand in a field: of an interface of ours, each message that has it.</summary>
    private static IEnumerable<Type> Fitting(Type field) => !field.IsInterface
        ? [field]
        : field.DeclaringType == typeof(RingsNodeProtocol) ? Messages.Values.Where(field.IsAssignableFrom) : [];

    [GeneratedRegex(@",%core%|, (Version|Culture|PublicKeyToken)=[^,\]]+")]
    private static partial Regex Decoration();
}
