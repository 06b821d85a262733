namespace BelmAgent.Plugins.Endpoints;

/// <summary>Specifies how edits are planned.</summary>
public enum PlannerRoad
{
    /// <summary>The built-in grammar, without a language model.</summary>
    Offline,

    /// <summary>A language model that answers with one JSON object, constrained by a schema if its server supports this.</summary>
    Structured,

    /// <summary>
    /// A language model that answers by calling one of two tools: for models that are better at calling tools than at writing JSON.
    /// </summary>
    Tools,
}
