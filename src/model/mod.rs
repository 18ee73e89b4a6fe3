//! Features to probabilities: multinomial logistic regression with an L2 penalty.
//!
//! Minimised is the sum over rows of `weight * -ln p(class)` plus `alpha / 2` times the sum of squared coefficients; intercepts
//! are free. `alpha` is scikit-learn's `1 / C`. [`fit`] gives the optimum of dense or sparse designs; scoring one statement
//! needs nothing of this module but [`softmax`].

mod calibration;
mod design;
mod fit;
mod lanes;
mod linfa_fit;
mod newton;
mod objective;
mod params;
mod prior;
mod softmax;

pub use calibration::{Calibration, CalibrationMethod, calibrate};
pub use design::{Design, WordMatrix, WordPart};
pub use fit::{FitReport, Fitted, fit};
pub use params::{ClassWeight, FitParams, Solver, ValidFitParams};
pub use prior::estimate_prior;
pub use softmax::{log_loss, softmax};
