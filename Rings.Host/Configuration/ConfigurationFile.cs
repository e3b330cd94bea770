using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Rings.Actors.Settings;
using Rings.Host.Cli;
using Rings.Host.Node;

namespace Rings.Host.Configuration;

/// <summary>
/// Reads a user's configuration and holds it against the reference: a wrong key or value names file, line, key and what
/// was expected.
/// </summary>
internal static partial class ConfigurationFile
{
    private const string Unresolved = "Unresolved substitution:";

    /// <summary>The ranges of all keys, from where they stand.</summary>
    private static readonly SettingRanges[] Ranges =
        [SettingRanges.OfTheNode, SettingRanges.Read(HostSettings.ReferenceText())];

    /// <summary>The file that the command line names, or the data directory's, or nothing.</summary>
    /// <exception cref="UserErrorException">The file breaks a rule.</exception>
    public static Config Of(CommandContext context)
    {
        if (context.Parsed.GetValue(GlobalOptions.ConfigFile) is { } named) return Read(named, HostSettings.Reference());
        return File.Exists(context.Data.ConfigFile)
            ? Read(context.Data.ConfigFile, HostSettings.Reference())
            : Config.Empty;
    }

    /// <summary>Reads a file and checks it.</summary>
    /// <param name="path">The user's file.</param>
    /// <param name="reference">Every key with its default; a value's form there is what a user's value must
    /// have.</param>
    /// <returns>The user's values alone; merge them over the reference.</returns>
    /// <exception cref="UserErrorException">The file breaks a rule.</exception>
    public static Config Read(string path, Config reference)
    {
        const int MaxLength = 1024 * 1024;
        if (!File.Exists(path)) throw new UserErrorException($"there is no configuration file {path}");
        var text = File.ReadAllText(path);
        if (text.Length > MaxLength) throw new UserErrorException($"{path} is longer than {MaxLength} characters");
        return Parse(path, text, reference);
    }

    /// <summary>The same for a text; <paramref name="name"/> stands for it in errors.</summary>
    public static Config Parse(string name, string text, Config reference)
    {
        var keys = HoconKeys.Read(text);
        if (keys.Endless is { } endless) throw new UserErrorException($"{name}, line {endless.Line}: {endless.Why}");
        var (config, fault) = TryParse(text);
        if (fault is not null)
        {
            var line = LineOf(text);
            throw new UserErrorException($"{name}, line {line}: {WordsFor(fault, keys.ValuelessAt(line), text, line)}", fault);
        }

        foreach (var (key, value) in Leaves("", config!.Root))
        {
            var where = keys.LineOf(key) is { } line ? $"{name}, line {line}" : name;
            if (IsOurs(key) && value.Values.Count == 0 && !keys.IsAssigned(key))
                throw new UserErrorException($"{where}: '{key}' has no value: write {key} = VALUE");
            Check(where, key, value, reference);
        }

        return config;
    }

    private static (Config? Config, Exception? Fault) TryParse(string text)
    {
        try
        {
            return (ConfigurationFactory.ParseString(text), null);
        }
        catch (Exception error) when (error is FormatException or NullReferenceException or ConfigurationException)
        {
            return (null, error);
        }
    }

    /// <summary>Where the parser gives up, which it does not say: the shortest part of the text, by lines, that it does not
    /// read.</summary>
    private static int LineOf(string text)
    {
        var lines = text.Split('\n');
        var (sound, wrong) = (0, lines.Length);
        while (wrong - sound > 1)
        {
            var middle = (sound + wrong) / 2;
            if (TryParse(string.Join('\n', lines[..middle])).Fault is null) sound = middle;
            else wrong = middle;
        }

        return wrong;
    }

    private static string WordsFor(Exception fault, string? valueless, string text, int line) => fault switch
    {
        _ when valueless is not null => $"'{valueless}' has no value: write {valueless} = VALUE",
        NullReferenceException when text.Split('\n')[line - 1].Contains("include", StringComparison.Ordinal) =>
            "include is not supported: write its keys here",
        FormatException { Message: var message } when message.StartsWith(Unresolved, StringComparison.Ordinal) =>
            $"${{{message[Unresolved.Length..].Trim()}}} stands for no key of this file; the environment is not read",
        ConfigurationException => "a value with = or : in it stands in double quotes, such as \"http://127.0.0.1:50001/\"",
        _ => "something stands here that is neither a key nor a value",
    };

    private static bool IsOurs(string key) => key == "rings" || key.StartsWith("rings.", StringComparison.Ordinal);

    private static void Check(string where, string key, HoconValue value, Config reference)
    {
        if (!IsOurs(key)) return; // Akka's own keys are Akka's to judge.
        if (key.EndsWith(" +", StringComparison.Ordinal))
            throw new UserErrorException($"{where}: += is not supported: write {key[..^2]} = […] with all that it is to hold");
        var known = SwapTemplates.KeyOf(key, reference);
        if (!reference.HasPath(known))
            throw new UserErrorException($"{where}: there is no key '{key}'{Suggest(key, reference)}");

        var expected = Expected(reference.GetValue(known), value);
        if (expected is not null) throw new UserErrorException($"{where}: {key} = {Shown(value)}: expected {expected}");
        if (IsList(value)) return;
        foreach (var ranges in Ranges)
        {
            if (ranges.Expected(known, value.GetString() ?? "") is { } range)
                throw new UserErrorException($"{where}: {key} = {Shown(value)}: expected {range}");
        }
    }

    private static string? Expected(HoconValue model, HoconValue value)
    {
        if (IsList(model)) return IsList(value) ? null : "a list, such as [\"a\", \"b\"]";
        if (IsList(value) || value.IsObject()) return "a single value";
        if (model.IsObject()) return "an object, such as { … }";
        if (value.GetString() is null) return "a text";
        var (form, text) = (model.GetString() ?? "", value.GetString() ?? "");
        if (Truth().IsMatch(form)) return Truth().IsMatch(text) ? null : "on or off";
        if (Duration().IsMatch(form))
            return Duration().IsMatch(text) ? null : "a time with its unit, such as 250ms, 15s or 2m";
        if (Size().IsMatch(form)) return Size().IsMatch(text) ? null : "a size with its unit, such as 64KiB or 1GiB";
        if (Whole().IsMatch(form)) return Whole().IsMatch(text) ? null : "a whole number";
        if (double.TryParse(form, CultureInfo.InvariantCulture, out _))
            return double.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : "a number";
        return null;
    }

    // HoconValue.IsArray says no for an empty list.
    private static bool IsList(HoconValue value) => value.Values.Any(part => part is HoconArray);

    private static string Shown(HoconValue value) =>
        IsList(value) ? "[…]" : value.IsObject() ? "{…}" : value.GetString() ?? "null";

    private static string Suggest(string key, Config reference)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        var near = Leaves("", reference.Root).Select(leaf => leaf.Key)
            .Where(known => known.StartsWith("rings.", StringComparison.Ordinal))
            .FirstOrDefault(known => known.EndsWith("." + last, StringComparison.Ordinal));
        return near is null ? "" : $"; did you mean '{near}'?";
    }

    private static IEnumerable<(string Key, HoconValue Value)> Leaves(string path, HoconValue value)
    {
        if (!value.IsObject()) return path.Length == 0 ? [] : [(path, value)];
        return value.GetObject().Items.SelectMany(
            item => Leaves(path.Length == 0 ? item.Key : $"{path}.{item.Key}", item.Value));
    }

    [GeneratedRegex("^(on|off|true|false|yes|no)$")]
    private static partial Regex Truth();

    [GeneratedRegex(@"^\d+(\.\d+)? ?(ns|us|ms|s|m|h|d)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^\d+(\.\d+)? ?(B|kB|KB|MB|GB|KiB|MiB|GiB|TiB)$")]
    private static partial Regex Size();

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Whole();
}
