namespace BelmAgent.Sampling;

/// <summary>Coefficients of one explicit two-step update in state space: new = Known·x_known + Here·x_i + Noise·ε(x_i, t_i).</summary>
/// <param name="Known">Of the neighbour already known: x_{i+1} while sampling, x_{i−1} while inverting.</param>
/// <param name="Here">Of x_i.</param>
/// <param name="Noise">Of ε(x_i, t_i).</param>
public readonly record struct StateSpaceStep(double Known, double Here, double Noise);
