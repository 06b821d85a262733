using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Checks;

/// <summary>An edit to be judged.</summary>
/// <param name="Plan">The request, with every setting filled in.</param>
/// <param name="Before">The picture that the plan's source prompt describes.</param>
/// <param name="After">The edited picture, of the same size.</param>
public sealed record JudgedEdit(EditPlan Plan, RgbImage Before, RgbImage After);
