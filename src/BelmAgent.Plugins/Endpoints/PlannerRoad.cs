namespace BelmAgent.Plugins.Endpoints;

/// <summary>Who plans an edit.</summary>
public enum PlannerRoad
{
    /// <summary>The built-in grammar: no language model is asked.</summary>
    Offline,

    /// <summary>A language model that answers with one JSON object, held to a schema where its server knows how.</summary>
    Structured,

    /// <summary>A language model that answers by calling one of two tools: for models that call tools better than they write JSON.</summary>
    Tools,
}
