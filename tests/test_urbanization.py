"""Land, people and the S-curve, against computations by hand, another estimator and published fits."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.arima.model import ARIMA

import towns_analysis as ta
from towns_analysis import growth, urbanization

# ---------------------------------------------------------------------------------------------- land and people


def test_density():
    # 4.2万 on 119 km², as rounded: 41,500 / 119.5 = 347.2803, 42,500 / 118.5 = 358.6498
    assert urbanization.density((41_500, 42_500), (118.5, 119.5)) == pytest.approx((347.2803, 358.6498), abs=1e-4)


def test_land_per_head_is_in_square_metres():
    # towns of China in 2016 (standards.csv): 4,902 persons a km² are 1,000,000 / 4,902 = 204.0 m² each
    assert urbanization.land_per_head((1, 1), (4902, 4902)) == pytest.approx((203.9984, 203.9984), abs=1e-4)


def test_implied_population():
    # 10.25 km² at 140 m² hold 10,250,000 / 140 = 73,214.3; 10.35 km² at 75 m² hold 138,000
    assert urbanization.implied_population((10.25, 10.35), (75, 140)) == pytest.approx((73_214.2857, 138_000))


def test_constant_land_per_head_needs_people_to_grow_as_the_land_did():
    before = urbanization.land_per_head((1.5, 1.5), (10_000, 10_000))
    assert before == pytest.approx((150, 150))
    assert urbanization.implied_population((10.3, 10.3), before) == pytest.approx((10_000 * 10.3 / 1.5,) * 2)


# ---------------------------------------------------------------------------------------------- SDG 11.3.1


def test_land_consumption_rate_in_both_formulas():
    # doubled in 10 years: (2 - 1) / 10 is 10 % a year, ln 2 / 10 is 6.931472 %
    assert urbanization.land_consumption_rate((2, 2), (10, 10)) == pytest.approx((10, 10))
    assert urbanization.land_consumption_rate((2, 2), (10, 10), formula="log") == pytest.approx((6.931472,) * 2)
    # 1.5 to 2 times in 5 to 10 years: 0.5 / 10 to 1 / 5
    assert urbanization.land_consumption_rate((1.5, 2), (5, 10)) == pytest.approx((5, 20))


def test_population_growth_rate_is_logarithmic():
    # ln 1.1 / 10 = 0.0095310, ln 0.9 / 10 = -0.0105361
    assert urbanization.population_growth_rate((0.9, 1.1), (10, 10)) == pytest.approx((-1.05361, 0.95310), abs=1e-5)


def test_the_ratio_is_that_of_the_two_rates_whatever_the_years():
    for formula, years in product(("linear", "log"), (1, 7)):
        land = urbanization.land_consumption_rate((3, 3), (years, years), formula=formula)[0]
        people = urbanization.population_growth_rate((1.2, 1.2), (years, years))[0]
        ratio = urbanization.lcrpgr((3, 3), (1.2, 1.2), formula=formula)
        assert ratio == pytest.approx((land / people,) * 2)


def test_ratio_by_hand():
    # land 6 to 7 times, people 2 to 4 times: 5 / ln 4 = 3.606738 to 6 / ln 2 = 8.656170; ln 6 / ln 4, ln 7 / ln 2
    assert urbanization.lcrpgr((6, 7), (2, 4)) == pytest.approx((3.606738, 8.656170), abs=1e-6)
    assert urbanization.lcrpgr((6, 7), (2, 4), formula="log") == pytest.approx((1.292481, 2.807355), abs=1e-6)
    # people fewer by half: 1 / ln 0.5
    assert urbanization.lcrpgr((2, 2), (0.5, 0.5)) == pytest.approx((-1.442695,) * 2, abs=1e-6)


def test_at_constant_land_per_head_only_the_logarithmic_ratio_is_one():
    assert urbanization.lcrpgr((5, 5), (5, 5), formula="log") == pytest.approx((1, 1))
    assert urbanization.lcrpgr((5, 5), (5, 5))[0] > 2.4  # 4 / ln 5 = 2.485340
    assert urbanization.lcrpgr((1.01, 1.01), (1.01, 1.01)) == pytest.approx((1.005,) * 2, abs=1e-4)  # a year's growth


INSIDE = {
    "density": (urbanization.density, lambda people, area: people / area, [(100, 200), (2, 5)]),
    "land_per_head": (urbanization.land_per_head, lambda area, people: 1e6 * area / people, [(1, 2), (100, 900)]),
    "implied_population": (urbanization.implied_population, lambda a, land: 1e6 * a / land, [(1, 2), (65, 150)]),
    "land_consumption_rate": (
        urbanization.land_consumption_rate,
        lambda m, years: 100 * (m - 1) / years,
        [(0.5, 3), (4, 9)],
    ),
    "lcrpgr": (urbanization.lcrpgr, lambda v, p: (v - 1) / math.log(p), [(0.5, 7), (1.1, 4)]),
}


@pytest.mark.parametrize(("bound", "formula", "box"), INSIDE.values(), ids=INSIDE)
def test_nothing_inside_the_box_is_outside_the_bound(bound, formula, box):
    low, high = bound(*box)
    inside = [formula(*point) for point in product(*(np.linspace(*side, 7) for side in box))]
    assert low < min(inside)
    assert max(inside) < high
    assert (low, high) == pytest.approx((min(inside), max(inside)))


def test_frames_are_bounded_row_by_row():
    multiples = pd.DataFrame({"low": [2.0, 0.4], "high": [4.0, 0.5]}, index=["a", "b"])
    found = urbanization.lcrpgr((2, 2), multiples)
    assert found.loc["a"].tolist() == pytest.approx([1 / math.log(4), 1 / math.log(2)])
    assert found.loc["b"].tolist() == pytest.approx([1 / math.log(0.5), 1 / math.log(0.4)])


MISTAKES = {
    "people may stand still": (lambda: urbanization.lcrpgr((2, 3), (0.9, 1.1)), "may be 1, where the ratio has no"),
    "people end as they began": (lambda: urbanization.lcrpgr((2, 3), (1, 2)), "may be 1, where the ratio has no"),
    "no such formula": (lambda: urbanization.lcrpgr((2, 3), (1.1, 2), formula="ln"), "unknown formula 'ln': choose"),
    "no land": (lambda: urbanization.density((1, 2), (0, 1)), "the area must be above 0"),
    "nobody": (lambda: urbanization.land_per_head((1, 2), (0, 1)), "the population must be above 0"),
    "no norm": (lambda: urbanization.implied_population((1, 2), (0, 1)), "the land per head must be above 0"),
    "no years": (lambda: urbanization.land_consumption_rate((1, 2), (0, 1)), "number of years must be above 0"),
}


@pytest.mark.parametrize(("mistake", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()


# ---------------------------------------------------------------------------------------------- the S-curve


def wobbly(years, ceiling=80.0, shift=0.0, apart=()):
    """Make rates on a curve, disturbed a little on the logit scale by errors that carry over."""
    years = np.asarray(years)
    errors = np.zeros(len(years))
    for i, shock in enumerate(0.02 * np.random.default_rng(7).standard_normal(len(years))):
        errors[i] = shock + (0.6 * errors[i - 1] if i else 0)
    logits = 0.06 * (years - 2003) + errors + shift * np.isin(years, list(apart))
    return pd.Series(ceiling / (1 + np.exp(-logits)), index=years)


def fit(rates, ceiling, errors, apart=()):
    fits = urbanization.fit_s_curve(rates, [ceiling], apart=apart)
    return fits.set_index("errors").loc[errors]


def test_a_curve_is_found_again():
    exact = pd.Series(
        urbanization.s_curve(range(1980, 2010), 75, 0.05, 2004) + 1e-6 * np.tile([1, -1, 0], 10), range(1980, 2010)
    )
    for errors in ("HAC", "AR(1)"):
        found = fit(exact, 75, errors)
        assert found[["rate", "inflection_year"]].tolist() == pytest.approx([0.05, 2004], abs=1e-4)
        assert found["rmse_pp"] < 1e-4


def test_a_splice_has_a_shift_of_its_own_and_leaves_the_rest_alone():
    apart = range(2010, 2025)
    years = range(1980, 2025)
    with_splice, without = wobbly(years, shift=0.2, apart=apart), wobbly(years)
    for errors in ("HAC", "AR(1)"):
        one, other = fit(with_splice, 80, errors, apart), fit(without, 80, errors, apart)
        assert one["shift"] - other["shift"] == pytest.approx(0.2)
        assert one["inflection_year"] == pytest.approx(other["inflection_year"])
    assert fit(without, 80, "HAC")[["shift", "shift_se"]].isna().all()


def test_the_fit_does_not_depend_on_where_years_are_counted_from():
    rates = wobbly(range(1980, 2010))
    later = rates.set_axis(rates.index + 1000)
    one, other = (fit(r, 90, "AR(1)") for r in (rates, later))
    assert other["inflection_year"] - one["inflection_year"] == pytest.approx(1000)
    columns = ["rate", "rate_se", "inflection_se", "log_likelihood"]
    assert other[columns].tolist() == pytest.approx(one[columns].tolist())


def newey_west(design, residuals, lags):
    """Compute the covariance of least squares from its definition, with the small-sample factor n / (n - k)."""
    scores = design * residuals[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        across = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (across + across.T)
    bread = np.linalg.inv(design.T @ design)
    n, k = design.shape
    return n / (n - k) * bread @ meat @ bread


def test_standard_errors_are_newey_wests():
    rates = wobbly(range(1975, 2010))  # 35 years: 4 * 0.35 ** (2 / 9) = 3.17, 3 lags
    year, y = rates.index.to_numpy(float), rates.to_numpy()
    design, logit = np.column_stack([np.ones_like(year), year]), np.log(y / (90 - y))
    a, b = np.linalg.solve(design.T @ design, design.T @ logit)
    covariance = newey_west(design, logit - a - b * year, 3)
    slope = np.array([-1 / b, a / b**2])
    found = fit(rates, 90, "HAC")
    assert found[["rate", "inflection_year"]].tolist() == pytest.approx([b, -a / b])
    assert found["rate_se"] == pytest.approx(covariance[1, 1] ** 0.5, rel=1e-6)
    assert found["inflection_se"] == pytest.approx((slope @ covariance @ slope) ** 0.5, rel=1e-5)


def test_durbin_watson_by_its_definition():
    rates = wobbly(range(1975, 2010))
    year, logit = rates.index.to_numpy(float), np.log(rates.to_numpy() / (80 - rates.to_numpy()))
    left = logit - np.polyval(np.polyfit(year, logit, 1), year)
    expected = (np.diff(left) ** 2).sum() / (left**2).sum()
    assert fit(rates, 80, "HAC")["durbin_watson"] == pytest.approx(expected)
    assert expected < fit(rates, 80, "AR(1)")["durbin_watson"] < 3  # what is left has lost its memory


def test_without_gaps_the_likelihood_is_that_of_an_arima():
    rates = wobbly(range(1970, 2020))
    y, year = rates.to_numpy(), rates.index.to_numpy(float)
    outside = ARIMA(np.log(y / (80 - y)), exog=year - year.mean(), order=(1, 0, 0), trend="c").fit()
    found = fit(rates, 80, "AR(1)")
    on_rates = outside.llf + np.log(80 / (y * (80 - y))).sum()
    assert found["log_likelihood"] == pytest.approx(on_rates, abs=0.02)  # rho in steps of 0.01
    assert found["rho"] == pytest.approx(outside.params[2], abs=0.02)
    assert found["rate"] == pytest.approx(outside.params[1], rel=0.01)


def test_the_likelihood_prefers_the_ceiling_of_the_curve():
    fits = urbanization.fit_s_curve(wobbly(range(1950, 2050)), [77, 80, 84, 100])
    best = fits.loc[fits["log_likelihood"].idxmax()]
    assert (best["ceiling_pct"], best["errors"]) == (80, "AR(1)")


def profile(rates, ceiling, rho):
    """Compute the likelihood of the rates from the density of the normal distribution, for years with gaps."""
    year, y = rates.index.to_numpy(float), rates.to_numpy()
    n, logit, design = len(y), np.log(y / (ceiling - y)), np.column_stack([np.ones_like(year), year - 2000])
    correlation = rho ** np.abs(np.subtract.outer(year, year))
    inverse = np.linalg.inv(correlation)
    left = logit - design @ np.linalg.solve(design.T @ inverse @ design, design.T @ inverse @ logit)
    variance = left @ inverse @ left / n
    density = -0.5 * (n * np.log(2 * np.pi * variance) + np.linalg.slogdet(correlation)[1] + n)
    return density + np.log(ceiling / (y * (ceiling - y))).sum()


def test_errors_are_tied_by_the_years_between_them():
    years = range(1970, 2020)
    thinned = wobbly(years)[lambda rates: (rates.index % 5 == 0) | (rates.index > 1990)]
    found = fit(thinned, 80, "AR(1)")
    assert found["n"] == 34  # 1970, 1975, 1980, 1985, 1990 and 29 years from 1991 on
    assert found["log_likelihood"] == pytest.approx(profile(thinned, 80, found["rho"]))
    assert found["log_likelihood"] > max(profile(thinned, 80, found["rho"] + step) for step in (-0.02, 0.02))


def test_the_nation_under_a_published_ceiling():
    """Chen et al. 2015 fitted China's rates before 2014 (alg.xjegi.com/EN/Y2015/V38/I2/384), by another least squares.

    They print 57.52 % for 2020 and 74.16 % for 2050, and a fastest growth of 1.068 points a year between 2002 and 2003,
    at about 40 %. That is the logistic curve with ceiling 80, rate 4 * 1.068 / 80 = 0.0534 and inflection in 2002.4.
    """
    assert urbanization.s_curve([2020, 2050], 80, 0.0534, 2002.4) == pytest.approx([57.52, 74.16], abs=0.02)
    national = ta.load("reference/national_urbanization")
    rates = national[national["series"] == "NBS"].set_index("year")["urbanization_rate_pct"].astype(float)
    found = fit(rates.loc[1978:2013], 80, "HAC")
    assert found["inflection_year"] == pytest.approx(2002.4, abs=1)
    assert found["rate"] == pytest.approx(0.0534, rel=0.05)


BAD = {
    "too few years": (lambda: urbanization.fit_s_curve(wobbly(range(19)), [80]), "19 years are too few for 2"),
    "too few for a shift": (
        lambda: urbanization.fit_s_curve(wobbly(range(1990, 2019)), [80], apart=[2018]),
        "29 years are too few for 3 coefficients",
    ),
    "a ceiling that was passed": (
        lambda: urbanization.fit_s_curve(wobbly(range(1980, 2024)), [80, 50]),
        "a ceiling of 50 must be above all rates",
    ),
    "a share for a percent": (
        lambda: urbanization.fit_s_curve(wobbly(range(1980, 2024)) - 40, [80]),
        "above all rates, which lie from -",
    ),
    "years in disorder": (
        lambda: urbanization.fit_s_curve(wobbly(range(1980, 2024))[::-1], [80]),
        "sort_index",
    ),
}


@pytest.mark.parametrize(("mistake", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_fitted_is_named(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()


def test_years_apart_that_the_series_lacks_shift_nothing():
    rates = wobbly(range(1980, 2010))
    assert fit(rates, 80, "HAC", apart=range(2020, 2025)).equals(fit(rates, 80, "HAC"))


def test_nothing_given_is_changed():
    rates = wobbly(range(1980, 2010))
    before = rates.copy()
    urbanization.fit_s_curve(rates, [80], apart=range(2000, 2003))
    pd.testing.assert_series_equal(rates, before)


def test_intervals_round_outward_with_the_helpers_of_growth():
    assert growth.in_words(urbanization.lcrpgr((6, 7), (2, 4)), 2) == "3.60 to 8.66"
