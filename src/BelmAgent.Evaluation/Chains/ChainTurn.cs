using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Chains;

/// <summary>A picture of a chain after so many edits, measured.</summary>
/// <param name="Route">The way it was made.</param>
/// <param name="Pair">The picture that the chain began with.</param>
/// <param name="Turn">Edits so far, from 1.</param>
/// <param name="BackgroundPsnr">PSNR of the right half against the first picture as the autoencoder returns it, in dB, at most 99.</param>
/// <param name="Shows">Whether the describer sees all that was asked so far.</param>
/// <param name="UnetEvaluations">UNet row evaluations of this edit.</param>
public sealed record ChainTurn(
    [property: JsonPropertyName("route")] string Route,
    [property: JsonPropertyName("pair")] string Pair,
    [property: JsonPropertyName("turn")] int Turn,
    [property: JsonPropertyName("background_psnr")] double BackgroundPsnr,
    [property: JsonPropertyName("shows")] bool Shows,
    [property: JsonPropertyName("unet_evaluations")] int UnetEvaluations);
