//! Parameters of the fit: built, checked once, and only the checked kind can fit (the pattern of linfa's
//! `ParamGuard`).

use crate::error::{Error, Result};

/// How the optimum is found. Both ways end at the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Solver {
    /// linfa for designs of up to a million cells, Newton-CG for larger ones.
    #[default]
    Auto,
    /// `linfa-logistic` on dense rows, brought to the weighted optimum by Newton steps.
    Linfa,
    /// Preconditioned Newton-CG on sparse rows.
    NewtonCg,
}

/// Weights of the stances in the fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassWeight {
    /// n / (K * n_k), as scikit-learn's `class_weight="balanced"`: all stances weigh the same.
    #[default]
    Balanced,
    /// Every row weighs 1.
    None,
}

/// Parameters of the fit, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitParams {
    /// Inverse strength of regularisation, scikit-learn's C; default 3.
    pub c: f64,
    /// Weights of the stances; default balanced.
    pub class_weight: ClassWeight,
    /// How the optimum is found; default auto.
    pub solver: Solver,
    /// Norm of the true gradient at which the fit is done, for rows of a summed weight of 100 or less; above, it is that of a
    /// hundred rows times their hundreds. Default 1e-4, linfa's own.
    pub tolerance: f64,
    /// Most Newton steps (and linfa iterations); default 100.
    pub max_iterations: usize,
}

impl Default for FitParams {
    fn default() -> Self {
        Self {
            c: 3.0,
            class_weight: ClassWeight::Balanced,
            solver: Solver::Auto,
            tolerance: 1e-4,
            max_iterations: 100,
        }
    }
}

/// Checked parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValidFitParams(FitParams);

impl ValidFitParams {
    /// The parameters.
    #[must_use]
    pub fn get(&self) -> &FitParams {
        &self.0
    }

    /// Factor of the penalty: 1 / C.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        1.0 / self.0.c
    }
}

impl FitParams {
    /// Checks all ranges.
    ///
    /// # Errors
    /// [`Error::BadSetting`] with the parameter, what was found and what is allowed.
    pub fn check(self) -> Result<ValidFitParams> {
        let bad = |name, found: String, expected| {
            Err(Error::BadSetting {
                name,
                found,
                expected,
            })
        };
        if !(1e-6..=1e6).contains(&self.c) {
            return bad("C", self.c.to_string(), "0.000001 to 1000000");
        }
        if !(1e-12..=1.0).contains(&self.tolerance) {
            return bad("tolerance", self.tolerance.to_string(), "1e-12 to 1");
        }
        if self.max_iterations == 0 {
            return bad("max iterations", "0".into(), "1 or more");
        }
        Ok(ValidFitParams(self))
    }
}
