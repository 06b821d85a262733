using System.Text;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Tests.Audit;

/// <summary>Audits for tests.</summary>
internal static class Audits
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    public static AuditLog Open(string folder, TimeProvider? clock = null, bool enabled = true)
    {
        clock ??= TimeProvider.System;
        return new AuditLog(new AuditOptions { Folder = folder, Enabled = enabled }, new LibraryOptions(), new LibraryId(clock), clock);
    }

    public static AuditRecord Record(string function = "undo_edit") => new() { Function = function, Outcome = AuditOutcome.Ok };

    /// <summary>Returns the full text of an audit.</summary>
    public static string Text(string folder) =>
        string.Concat(Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).Select(path => File.ReadAllText(path, Encoding.UTF8)));
}
