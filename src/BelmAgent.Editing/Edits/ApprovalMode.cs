namespace BelmAgent.Editing.Edits;

/// <summary>Specifies whether an edit needs approval before it runs.</summary>
public enum ApprovalMode
{
    /// <summary>The approver is asked; without one, the edit is refused.</summary>
    Required,

    /// <summary>Every valid proposal runs.</summary>
    Automatic,
}
