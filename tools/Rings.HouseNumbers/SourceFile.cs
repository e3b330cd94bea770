using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rings.HouseNumbers;

/// <summary>What one C# file measures.</summary>
internal sealed class SourceFile
{
    private const int LongestLine = 120;

    private SourceFile(string path) => Path = path;

    /// <summary>The path below the repository's root.</summary>
    public string Path { get; }

    /// <summary>All lines.</summary>
    public int Lines { get; private init; }

    /// <summary>Lines that are comments.</summary>
    public int CommentLines { get; private init; }

    /// <summary>Lines longer than 120 columns.</summary>
    public int LongLines { get; private init; }

    /// <summary>Top-level types that stand in the file.</summary>
    public int TopLevelTypes { get; private init; }

    /// <summary>Methods, constructors, operators and local functions, with their lines.</summary>
    public IReadOnlyList<(string Name, int Lines)> Methods { get; private init; } = [];

    /// <summary>Classes that are neither sealed, static nor abstract.</summary>
    public IReadOnlyList<string> OpenClasses { get; private init; } = [];

    /// <summary>Top-level types, or the parts of them that stand here.</summary>
    public IReadOnlyList<TypePart> Types { get; private init; } = [];

    /// <summary>Reads and measures a file.</summary>
    public static SourceFile Measure(string root, string path)
    {
        var text = File.ReadAllText(path);
        var lines = text.Split('\n');
        var tree = CSharpSyntaxTree.ParseText(text).GetRoot();
        return new SourceFile(System.IO.Path.GetRelativePath(root, path))
        {
            Lines = lines.Length - 1,
            CommentLines = lines.Count(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal)),
            LongLines = lines.Count(line => line.TrimEnd().Length > LongestLine),
            TopLevelTypes = tree.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .Count(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax),
            Methods = [.. tree.DescendantNodes().Where(IsMethod).Select(node => (NameOf(node), LinesOf(node)))],
            Types = [.. tree.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<TypeDeclarationSyntax>().Select(Part)],
            OpenClasses = [.. tree.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(IsOpen)
                .Select(type => type.Identifier.Text)],
        };
    }

    private static TypePart Part(TypeDeclarationSyntax type)
    {
        var place = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
        var fields = type.Members.OfType<FieldDeclarationSyntax>()
            .Where(field => !field.Modifiers.Any(SyntaxKind.ConstKeyword) && !field.Modifiers.Any(SyntaxKind.StaticKeyword))
            .Sum(field => field.Declaration.Variables.Count);
        var isActor = type.BaseList?.Types.Any(parent => parent.Type.ToString().EndsWith("Actor", StringComparison.Ordinal)
            && !parent.Type.ToString().StartsWith('I')) ?? false;
        return new($"{place}.{type.Identifier.Text}", LinesOf(type), fields, isActor);
    }

    private static bool IsMethod(SyntaxNode node) => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax;

    private static bool IsOpen(TypeDeclarationSyntax type) =>
        type is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword }
        && !type.Modifiers.Any(m => m.Kind()
            is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.PartialKeyword);

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => node.Kind().ToString(),
    };

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
