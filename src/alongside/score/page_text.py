"""What docs/accuracy.md says besides its figures."""

INTRO = """# How good the forecast is, and who ran together

Made by `make accuracy` on {on_date}, from {races} recorded races; this page and its pictures are written
by it and by nobody's hand. **Nothing is scored by what was trained on it**: for each course a prior is
fitted on the races of all other courses (another year of the same course is left out too), so the figures
are those of a race whose course has never been seen. The prior that ships has seen all of them.

"""

HOW = """## How it is measured

* *By prefix*: everybody read at a mat, asked at the moment she crosses it; her reads so far are known.
  *By the clock*: the race at twelve instants, evenly spread, all that was known then, everybody still
  out.
* A read that the file marks as estimated was made from later ones: it is neither known nor true here.
* The slowest tenth is the tenth with the slowest pace **so far**; by result it would punish honest early
  forecasts.
* Live, the forecast has looked at what everybody ahead shows of the day (heat, wind); *any day* has not, and
  the *static* one does not know either how long it has been. By prefix there is nobody ahead.
* Overdue: if the static forecast (asked at her last crossing, and not again) gave less than a fifth to
  her being still short of the next mat. Some of them were there, and the mat missed them; "not missed"
  leaves those out, by what came later.
* MAE: mean absolute error of the median of the finish, in minutes. x constant: its ratio to constant
  pace. x own: to the same model fitted on that very race, which has seen every result: a bound. By prefix
  ratios and figures are means over the mats near 10, 20, 30, 35 and 40 of 42 km; by the clock they are
  over all pairs of runner and instant.
* Pinball: mean over the quantiles .1 .25 .5 .75 .9; who says one time says it for every quantile.
  Coverage is of the intervals that are said. Brier: of three cutoffs at the finish (where 90, 95 and 98 %
  of the finishers had come, on the clock of the file); at risk are those whom constant pace brings within
  a tenth of the cutoff's net time.
* *Constant pace* and *last segment* are clamped to now. *Riegel* has the exponent 1.06. *Similar efforts*
  is OpenSplitTime's way, *nearest neighbours* that of Hammerling et al. 2014 (200 neighbours, local
  linear regression); both learn on the other courses' races, interpolated to the mats of the scored one,
  and are left out where no other race is of its length.
* Drawn by fixed dice: of each group at most {forecast:,} runners for the models, {nearest:,} for nearest
  neighbours, whose neighbours are sought among {past:,}. The plain methods are asked of everybody.
* Distances of fewer than {fewest} runners are left out. Of the 100 miles there are few races, so they are
  scored twice: on an unknown course, and with the course's other years fitted on, as an organiser has them.
* Files that hold finishers alone (all but London and the 100 miles) hide who dropped out, and flatter
  every method alike.

"""
