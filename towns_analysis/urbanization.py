"""Land and people of towns, each figure an interval, and the S-curve of a country's urbanization.

Intervals are as in `growth`, and bounds are joint. Which population and which area a figure is of (户籍 or 常住; 镇域,
镇区, 建成区 or 园区) no formula can tell: two figures belong together only if their texts say so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .growth import _check_above
from .intervals import Interval, bounds, ends

__all__ = [
    "density",
    "fit_s_curve",
    "implied_population",
    "land_consumption_rate",
    "land_per_head",
    "lcrpgr",
    "population_growth_rate",
    "s_curve",
]

_M2_PER_KM2 = 1e6
_CASES = 10  # a coefficient, the intercept among them
_FORMULAS: dict[str, Callable[[Any], Any]] = {"linear": lambda multiple: multiple - 1, "log": np.log}


def _land(formula: str) -> Callable[[Any], Any]:
    if formula not in _FORMULAS:
        raise ValueError(f"unknown formula {formula!r}: choose 'linear' (the current metadata) or 'log' (earlier)")
    return _FORMULAS[formula]


def density(population: Interval, area_km2: Interval) -> Interval:
    """Return population / area, in persons per km².

    Examples
    --------
    >>> from towns_analysis.growth import outward
    >>> outward(density((41_500, 42_500), (118.5, 119.5)), 0)
    (347.0, 359.0)
    """
    _check_above(0, area_km2, "the area")
    return bounds(lambda people, area: people / area, population, area_km2)


def land_per_head(area_km2: Interval, population: Interval) -> Interval:
    """Return land per head, 1,000,000 * area / population, in m² per person.

    China's norms for towns (GB 50188) and cities (GB 50137) set it for construction land and the people who live on it.
    A built-up area over the population of the whole town is another figure, and a smaller one.

    Examples
    --------
    >>> from towns_analysis.growth import outward
    >>> outward(land_per_head((2.15, 2.25), (10_000, 12_000)), 0)
    (179.0, 225.0)
    """
    _check_above(0, population, "the population")
    return bounds(lambda area, people: _M2_PER_KM2 * area / people, area_km2, population)


def implied_population(area_km2: Interval, land_m2: Interval) -> Interval:
    """Return the persons that an area has room for at so many m² per person: 1,000,000 * area / land per head.

    With a norm as `land_m2`, these are the people who would bring the area to the norm; with what `land_per_head` was
    at an earlier time, the people whom constant land per head would need.

    Examples
    --------
    >>> from towns_analysis.growth import outward
    >>> outward(implied_population((2.15, 2.25), (75, 140)), 0)
    (15357.0, 30000.0)
    """
    _check_above(0, land_m2, "the land per head")
    return bounds(lambda area, land: _M2_PER_KM2 * area / land, area_km2, land_m2)


def land_consumption_rate(multiple: Interval, years: Interval, *, formula: str = "linear") -> Interval:
    """Return the land consumption rate of SDG indicator 11.3.1, in percent a year.

    ``linear``, of the current metadata: 100 * (V_present - V_past) / V_past / years, where V is built-up land and the
    `multiple` V_present / V_past. ``log``, of earlier metadata: 100 * ln(V_present / V_past) / years.

    Notes
    -----
    Linear land and logarithmic people: UN-Habitat, metadata of indicator 11.3.1, version of 2025-04-23, pp. 7-8
    (unstats.un.org/sdgs/metadata/files/Metadata-11-03-01.pdf), here after two accounts of it, one of them the
    definition that Japan reports by (mofa.go.jp/mofaj/gaiko/oda/sdgs/statistics/goal11.html).

    Examples
    --------
    >>> from towns_analysis.growth import outward
    >>> outward(land_consumption_rate((1.5, 1.6), (9, 10)), 1)
    (5.0, 6.7)
    >>> outward(land_consumption_rate((1.5, 1.6), (9, 10), formula="log"), 1)
    (4.0, 5.3)
    """
    grown = _land(formula)
    _check_above(0, multiple, "the multiple of land")
    _check_above(0, years, "the number of years")
    return bounds(lambda times, span: 100 * grown(times) / span, multiple, years)


def population_growth_rate(multiple: Interval, years: Interval) -> Interval:
    """Return the population growth rate of SDG indicator 11.3.1: 100 * ln(P_present / P_past) / years, in percent.

    Source and parameters as in `land_consumption_rate`.

    Examples
    --------
    >>> from towns_analysis.growth import outward
    >>> outward(population_growth_rate((1.1, 1.3), (9, 10)), 1)
    (0.9, 3.0)
    """
    return land_consumption_rate(multiple, years, formula="log")


def lcrpgr(land: Interval, population: Interval, *, formula: str = "linear") -> Interval:
    """Return SDG indicator 11.3.1, the ratio of land consumption rate to population growth rate, without unit.

    The years cancel: for land that is now V times and a population that is now P times what it was, the ratio is
    (V - 1) / ln(P) by the current metadata and ln(V) / ln(P) by earlier ones (`land_consumption_rate`). At constant
    land per head the second is 1, the first the further above 1 the more both grew. P must lie on one side of 1.

    Examples
    --------
    >>> from towns_analysis.growth import outward
    >>> outward(lcrpgr((6, 7), (6, 7)), 1), outward(lcrpgr((6, 7), (6, 7), formula="log"), 1)
    ((2.5, 3.4), (0.9, 1.1))
    """
    grown = _land(formula)
    for multiple in (land, population):
        _check_above(0, multiple, "a multiple")
    low, high = ends(population)
    if np.any((low <= 1) & (high >= 1)):
        raise ValueError(
            "the multiple of population may be 1, where the ratio has no bound: split it below and above 1"
        )
    return bounds(lambda more, people: grown(more) / np.log(people), land, population)


# ---------------------------------------------------------------------------------------------- the S-curve


def s_curve(years: Any, ceiling_pct: float, rate: float, inflection_year: float) -> Any:
    """Return the logistic curve ceiling / (1 + exp(-rate * (year - inflection year))), in percent.

    Examples
    --------
    >>> float(s_curve(2000, 80, 0.06, 2000))
    40.0
    """
    return ceiling_pct / (1 + np.exp(-rate * (np.asarray(years, dtype=float) - inflection_year)))


def fit_s_curve(rates: pd.Series[Any], ceilings: Sequence[float], *, apart: Collection[int] = ()) -> pd.DataFrame:
    """Fit a logistic curve to urbanization rates once for each ceiling, on the scale where it is a line.

    ln(y / (ceiling - y)) = a + rate * year (+ shift in the years `apart`) + error; the inflection year, where y is half
    the ceiling, is -a / rate. Two fits a ceiling: ``HAC``, least squares with Newey-West errors (across gaps as if
    years were equally spaced, which is consistent: Datta and Du 2012, doi.org/10.17016/ifdp.2012.1060), and ``AR(1)``,
    generalised least squares with errors correlated as rho ** (years between), rho by maximum likelihood.

    Parameters
    ----------
    rates
        Percent by year, in order, gaps allowed; ten years or more a coefficient.
    ceilings
        Percent, each above every rate.
    apart
        Years measured on another basis than the rest (a splice), given a shift of their own.

    Returns
    -------
    DataFrame
        A row per ceiling and fit: ``ceiling_pct``, ``errors``, ``n``, ``rate`` (a year), ``rate_se``,
        ``inflection_year`` (of the years not apart), ``inflection_se`` (delta method), ``shift`` and ``shift_se``
        (logits), ``rmse_pp`` (percentage points of the rate), ``durbin_watson`` (near 2 without autocorrelation), and
        for AR(1) ``rho`` and ``log_likelihood``: of the rates, that is of the logits times their derivative
        ceiling / (y (ceiling - y)), for only so can ceilings be compared.

    Examples
    --------
    >>> years = range(1980, 2005)
    >>> noise = np.tile([0.1, -0.1, 0, 0.2, -0.2], 5)
    >>> fits = fit_s_curve(pd.Series(s_curve(years, 80, 0.06, 2000) + noise, index=years), [80, 100])
    >>> fits.loc[fits["errors"] == "HAC", ["ceiling_pct", "inflection_year"]].round(0).values.tolist()
    [[80.0, 2000.0], [100.0, 2008.0]]
    """
    year, y = rates.index.to_numpy(float), rates.to_numpy(float)
    design = [np.ones_like(year), year - year.mean()]
    shifted = rates.index.isin(list(apart))
    if 0 < shifted.sum() < len(y):
        design.append(shifted.astype(float))
    if len(y) < _CASES * len(design):
        raise ValueError(f"{len(y)} years are too few for {len(design)} coefficients: give at least {_CASES} for each")
    if (np.diff(year) <= 0).any():
        raise ValueError("the rates must be indexed by year, each once and in order: sort_index() them")
    rows = []
    for ceiling in ceilings:
        if not ((y > 0) & (y < ceiling)).all():
            raise ValueError(f"a ceiling of {ceiling:g} must be above all rates, which lie from {y.min()} to {y.max()}")
        rows += [{"ceiling_pct": float(ceiling), **row} for row in _fits(year, y, float(ceiling), np.stack(design, 1))]
    return pd.DataFrame(rows)


def _fits(year: np.ndarray, y: np.ndarray, ceiling: float, design: np.ndarray) -> list[dict[str, Any]]:
    from statsmodels.regression.linear_model import GLS, OLS  # here, for it is slow to import

    logit = np.log(y / (ceiling - y))
    newey_west = {"maxlags": int(4 * (len(y) / 100) ** (2 / 9)), "use_correction": True}
    least = OLS(logit, design).fit(cov_type="HAC", cov_kwds=newey_west)
    gaps = np.abs(year[:, None] - year)
    tries = {rho: GLS(logit, design, sigma=rho**gaps).fit() for rho in np.linspace(0, 0.99, 100)}
    rho = max(tries, key=lambda at: tries[at].llf)
    likelihood = tries[rho].llf + np.log(ceiling / (y * (ceiling - y))).sum()
    return [
        _described(least, "HAC", year, y, ceiling),
        _described(tries[rho], "AR(1)", year, y, ceiling) | {"rho": rho, "log_likelihood": likelihood},
    ]


def _described(fit: Any, errors: str, year: np.ndarray, y: np.ndarray, ceiling: float) -> dict[str, Any]:
    from statsmodels.stats.stattools import durbin_watson

    a, rate = fit.params[:2]
    slope = np.array([-1 / rate, a / rate**2])
    shift, shift_se = (fit.params[2], fit.bse[2]) if len(fit.params) > 2 else (np.nan, np.nan)
    fitted = ceiling / (1 + np.exp(-fit.model.exog @ fit.params))
    return {
        "errors": errors,
        "n": len(y),
        "rate": rate,
        "rate_se": fit.bse[1],
        "inflection_year": year.mean() - a / rate,
        "inflection_se": float(np.sqrt(slope @ fit.cov_params()[:2, :2] @ slope)),
        "shift": shift,
        "shift_se": shift_se,
        "rmse_pp": float(np.sqrt(np.mean((y - fitted) ** 2))),
        "durbin_watson": float(durbin_watson(fit.wresid)),
    }
