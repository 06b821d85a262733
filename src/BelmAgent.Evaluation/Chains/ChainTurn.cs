using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Chains;

/// <summary>The measures of a picture in a chain after a number of edits.</summary>
/// <param name="Route">The route.</param>
/// <param name="Pair">The first picture of the chain.</param>
/// <param name="Turn">Number of edits so far, from 1.</param>
/// <param name="BackgroundPsnr">PSNR of the right half against the first picture, in dB, at most 99.</param>
/// <param name="Shows">Whether the describer sees everything requested so far.</param>
/// <param name="UnetEvaluations">Number of UNet row evaluations of this edit.</param>
public sealed record ChainTurn(
    [property: JsonPropertyName("route")] string Route,
    [property: JsonPropertyName("pair")] string Pair,
    [property: JsonPropertyName("turn")] int Turn,
    [property: JsonPropertyName("background_psnr")] double BackgroundPsnr,
    [property: JsonPropertyName("shows")] bool Shows,
    [property: JsonPropertyName("unet_evaluations")] int UnetEvaluations);
