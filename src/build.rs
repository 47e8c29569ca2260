//! The stages called in order: from a site's folder to the tree of files that may be published.

use crate::audit::Audit;
use crate::calendar::Calendar;
use crate::config::{self, Site};
use crate::content::{self, ContentPage};
use crate::cube::{self, Cube};
use crate::dataset::cases::Cases;
use crate::dataset::{self, Dataset};
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::disclosure::account::Account;
use crate::disclosure::hide::Hiding;
use crate::disclosure::memory::Memory;
use crate::disclosure::reach::Reach;
use crate::disclosure::{self, Release};
use crate::guard::Permitted;
use crate::history::History;
use crate::language::Words;
use crate::output::{self, OutputTree};
use crate::publication::{self, DataRows, Publication};
use crate::screening;
use crate::source::{self, Kind, Limits, Sources, Table};
use crate::tabulate::Tabulation;
use crate::theme::Theme;
use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is to be built.
#[derive(Debug, Clone)]
pub struct Job {
    /// The site's folder.
    pub root: PathBuf,
    /// Another settings file than the folder's candour.toml.
    pub config: Option<PathBuf>,
    /// The date of the build.
    pub as_of: AsOf,
    /// Another address than candour.toml's where the site will stand.
    pub base_url: Option<String>,
    /// How large inputs may be.
    pub limits: Limits,
    /// Whether the site is for everybody, and not only to be looked at here: figures under embargo are refused then.
    pub public: bool,
    /// What the last build of this job hid, so that the next need not search again where no number has changed.
    pub memory: Memory,
}

/// Where the date of a build comes from, first found first taken: asked for, candour.toml's `[release] date`, the
/// environment's SOURCE_DATE_EPOCH, today.
#[derive(Debug, Clone, Copy)]
pub struct AsOf {
    /// `--as-of`.
    pub asked: Option<NaiveDate>,
    /// SOURCE_DATE_EPOCH.
    pub environment: Option<NaiveDate>,
    /// The clock's day, read once by the caller.
    pub today: NaiveDate,
}

impl AsOf {
    /// Returns the date of the build of a site.
    pub fn of(&self, site: &Site) -> NaiveDate {
        self.asked
            .or(site.release.date)
            .or(self.environment)
            .unwrap_or(self.today)
    }
}

/// A stage of the work, told to whoever shows progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading files.
    Reading,
    /// Validating rows.
    Checking,
    /// Counting and reconciling.
    Counting,
    /// Composing and printing pages.
    Printing,
    /// Writing the output folder.
    Writing,
}

/// A finished site, in memory.
#[derive(Debug)]
pub struct Built {
    /// All files.
    pub tree: OutputTree,
    /// The site's settings.
    pub site: Site,
    /// The date of the build.
    pub as_of: NaiveDate,
    /// How many pages there are.
    pub pages: usize,
    /// How many figures the whole table holds.
    pub figures: usize,
    /// What was hidden and why, for the publisher alone; nothing where the policy hides nothing.
    pub account: Option<Account>,
    /// What the tree was made from. Held only so that whoever writes the tree and ends need not take it apart: that takes a
    /// tenth of a large site's time.
    pub made_from: (Release, Publication),
}

/// What is known once the settings have been read.
pub struct Opened {
    /// Everything found in the folder.
    pub sources: Sources,
    /// The settings.
    pub site: Site,
    /// The date of the build.
    pub as_of: NaiveDate,
    /// The working days.
    pub calendar: Calendar,
}

/// Reads a site's folder and its settings; nothing when there are none to go by.
pub fn open(job: &Job, report: &mut Report) -> Option<Opened> {
    let sources = source::read(&job.root, job.config.as_deref(), &job.limits, report);
    settle(job, sources, report)
}

/// Reads a site's settings and calendars alone; nothing when there are none to go by.
fn open_settings(job: &Job, report: &mut Report) -> Option<Opened> {
    let config = job.config.as_deref();
    let sources = source::read_settings(&job.root, config, &job.limits, report);
    settle(job, sources, report)
}

fn settle(job: &Job, sources: Sources, report: &mut Report) -> Option<Opened> {
    let text = sources.config.as_ref()?;
    let mut site = config::parse(&text.file, &text.text, report)?;
    if let Some(address) = &job.base_url {
        site.council.base_url = ending_in_slash(address);
    }
    let as_of = job.as_of.of(&site);
    let calendar = dataset::calendars::read(&sources, &site, as_of, report);
    Some(Opened {
        sources,
        site,
        as_of,
        calendar,
    })
}

fn ending_in_slash(address: &str) -> String {
    format!("{}/", address.trim_end_matches('/'))
}

/// Builds a site in memory. Nothing is returned when the report holds an error, and nothing is ever written here. No
/// finding shows a personal detail, whichever stage it comes from.
pub fn build(job: &Job, report: &mut Report, progress: &mut dyn FnMut(Stage)) -> Option<Built> {
    let built = stages(job, report, progress);
    screening::mask(report);
    built
}

fn stages(job: &Job, report: &mut Report, progress: &mut dyn FnMut(Stage)) -> Option<Built> {
    let mut prepared = Prepared::read(job, report, progress)?;
    progress(Stage::Printing);
    let release = prepared.release();
    if prepared.hiding.is_none() {
        // Nobody asks for the true numbers again, and they are large; taking them apart need not be waited for.
        let cube = std::mem::take(&mut prepared.cube);
        rayon::spawn(move || drop(cube));
    }
    let (publication, tree) = prepared.print(&release, report)?;
    missing_words(prepared.words()?, report);
    if let Some(outsider) = prepared.outsider() {
        outsider.run(&release, &tree, report);
    }
    screening::tree(&tree, &prepared.permitted, report);
    if let Some(approvals) = &prepared.opened.sources.approvals {
        screening::unused_approvals(approvals, &prepared.permitted, report);
    }
    prepared.finish(tree, (release, publication), report)
}

/// Everything that has been read and counted, and what of it is hidden: all that a site is made of.
pub struct Prepared {
    /// The settings, the date and the calendar.
    pub opened: Opened,
    /// The true numbers; none once nobody needs them.
    pub cube: Cube,
    /// What is hidden of them, where the policy hides anything.
    pub hiding: Option<Arc<Hiding>>,
    /// What was published before.
    pub earlier: History,
    account: Option<Account>,
    content: Vec<ContentPage>,
    language: String,
    theme: Theme,
    dataset: Dataset,
    permitted: Permitted,
}

impl Prepared {
    /// Reads, checks, counts and hides; nothing when the report holds an error.
    pub fn read(job: &Job, report: &mut Report, progress: &mut dyn FnMut(Stage)) -> Option<Self> {
        progress(Stage::Reading);
        let opened = open(job, report)?;
        embargo(&opened, job.public, report);
        progress(Stage::Checking);
        let content = content::read(&opened.sources.content, report);
        let language = opened.site.council.languages.first();
        let language = language.map_or("en", String::as_str).to_owned();
        let theme = Theme::load(
            &opened.sources.themes,
            &opened.site.theme,
            &language,
            report,
        );
        let dataset = dataset::validate(&opened.site, &opened.sources.tables, opened.as_of, report);
        let permitted =
            screening::permitted(&opened.site, opened.sources.approvals.as_ref(), report);
        screening::sources(&opened.sources, &opened.site, &dataset, &permitted, report);
        let tables: Vec<&Table> = opened.sources.tables(Kind::Cases).collect();
        let (calendar, as_of) = (&opened.calendar, opened.as_of);
        let cases = Cases::read(&tables, &opened.site, calendar, as_of, report);
        let figures = dataset.aggregates.iter();
        let counted = figures.filter(|figure| figure.counted());
        let counted = counted.map(|figure| figure.key.period);
        cases.check_gaps(&tables, counted, &opened.site, report);
        if report.has_errors() {
            cube::aggregates::contradictions(&dataset, &opened.site, report);
            return None;
        }
        progress(Stage::Counting);
        let earlier = History::read(&opened.sources.releases, &dataset.codes, report);
        let cube = count(&opened, &dataset, cases, &earlier, report);
        if report.has_errors() {
            return None;
        }
        let mut prepared = Prepared {
            opened,
            cube,
            hiding: None,
            earlier,
            account: None,
            content,
            language,
            theme,
            dataset,
            permitted,
        };
        match prepared.opened.site.disclosure.threshold {
            0 => prepared.hide_nothing(report),
            _ => prepared.hide(&job.memory, report),
        }
        (!report.has_errors()).then_some(prepared)
    }

    /// Asks of a policy that hides nothing whether it may show what earlier releases did not.
    fn hide_nothing(&self, report: &mut Report) {
        let (earlier, site) = (&self.earlier, &self.opened.site);
        disclosure::findings::earlier(earlier, site, report);
        disclosure::findings::shown_after_all(earlier, &self.cube, site, report);
    }

    /// Hides small numbers among the figures that pages show, and tells the publisher of it.
    fn hide(&mut self, memory: &Memory, report: &mut Report) {
        let reach = self.reach();
        let (cube, site) = (&self.cube, &self.opened.site);
        let settings = self.opened.sources.config.as_ref();
        let settings = settings.map_or("", |config| &config.text);
        let hiding = memory.hide(cube, (site, settings), &self.earlier, reach);
        let account = Account::of(&hiding, cube, site, &self.earlier);
        disclosure::findings::earlier(&self.earlier, site, report);
        disclosure::findings::report(&hiding, cube, site, report);
        disclosure::findings::warn(&account, cube, site, report);
        self.account = Some(account);
        self.hiding = Some(hiding);
    }

    /// Returns what the site shows at all: what it would show if nothing had to be hidden.
    pub fn reach(&self) -> Reach {
        let release = disclosure::release(&self.cube, &self.opened.site, self.opened.as_of, None);
        let Some(publication) = self.compose(&release, true) else {
            return Reach::default();
        };
        let rows = publication.files.iter().flat_map(|file| match &file.rows {
            DataRows::Figures(rows) => &rows[..],
            DataRows::Words(_) => &[],
        });
        Reach::of(rows.filter_map(|row| row.key()), &release.codes)
    }

    fn compose(&self, release: &Release, twins: bool) -> Option<Publication> {
        let earlier = self.earlier.days();
        Some(publication::compose(publication::Sources {
            site: &self.opened.site,
            release,
            decisions: &self.dataset.decisions,
            lessons: &self.dataset.lessons,
            quotes: &self.dataset.quotes,
            content: &self.content,
            words: self.words()?,
            as_of: self.opened.as_of,
            earlier: &earlier,
            twins,
        }))
    }

    fn words(&self) -> Option<&Words> {
        self.theme.lang(&self.language)
    }

    /// Returns what may be seen of the true numbers.
    pub fn release(&self) -> Release {
        self.release_of(&self.cube)
    }

    /// Returns what would be seen of other numbers, by the same rules.
    pub fn release_of(&self, cube: &Cube) -> Release {
        let hiding = self.hiding.as_deref();
        disclosure::release(cube, &self.opened.site, self.opened.as_of, hiding)
    }

    /// Composes all pages and prints them; nothing without the words of the site's language.
    pub fn print(
        &self,
        release: &Release,
        report: &mut Report,
    ) -> Option<(Publication, OutputTree)> {
        let words = self.words()?;
        let publication = self.compose(release, false)?;
        let policy = &self.opened.site.disclosure;
        let policy = format!("threshold {}, method {}", policy.threshold, policy.method);
        let assets = &self.opened.sources.assets;
        let tree = output::render(&publication, &self.theme, words, assets, &policy, report);
        Some((publication, tree))
    }

    /// Returns what the outsider is given; nothing where nothing is hidden.
    pub fn outsider(&self) -> Option<Audit<'_>> {
        Some(Audit {
            cube: &self.cube,
            site: &self.opened.site,
            as_of: self.opened.as_of,
            hiding: self.hiding.as_deref()?,
            earlier: &self.earlier,
        })
    }

    fn finish(
        self,
        tree: OutputTree,
        made_from: (Release, Publication),
        report: &Report,
    ) -> Option<Built> {
        if report.has_errors() {
            return None;
        }
        let publication = &made_from.1;
        Some(Built {
            pages: publication.pages.len(),
            figures: publication.files.first().map_or(0, |file| file.rows.len()),
            account: self.account,
            tree,
            site: self.opened.site,
            as_of: self.opened.as_of,
            made_from,
        })
    }
}

/// Figures that may not be public yet can be made ready, and looked at here; a site for everybody is refused.
fn embargo(opened: &Opened, public: bool, report: &mut Report) {
    let Some(day) = opened
        .site
        .release
        .embargo
        .filter(|day| *day > opened.as_of)
    else {
        return;
    };
    let message = format!("these figures may not be public before {day}");
    let found = if public {
        Diagnostic::error(rule::EMBARGO, message)
            .help("build on that day; candour serve shows the site on this computer until then")
    } else {
        Diagnostic::warning(rule::EMBARGO, message).help("candour build is refused until then")
    };
    let file = opened.sources.config.as_ref();
    report.push(match file {
        Some(file) => found.at(Location::file(file.file.clone())),
        None => found,
    });
}

/// Counts the case rows, adds what was supplied, and tests all of it against the sums that must hold and against what was
/// published before.
fn count(
    opened: &Opened,
    dataset: &Dataset,
    cases: Cases,
    earlier: &History,
    report: &mut Report,
) -> Cube {
    let (observations, coverage) = cube::cases::assemble(&cases, &opened.site, opened.as_of);
    // The records are the largest thing in memory and are done with.
    drop(cases);
    let mut cube = Cube {
        codes: dataset.codes.clone(),
        observations,
        coverage: Some(coverage),
        ..Cube::default()
    };
    cube::aggregates::supply(&mut cube, dataset, &opened.site, report);
    cube::reconcile::reconcile(&mut cube, &opened.site, earlier, report);
    cube
}

/// Counts case files by the settings of a site, for its long table of figures. Nothing is returned when the report holds
/// an error.
pub fn tabulate(
    job: &Job,
    files: &[PathBuf],
    report: &mut Report,
    progress: &mut dyn FnMut(Stage),
) -> Option<Tabulation> {
    progress(Stage::Reading);
    let opened = open_settings(job, report)?;
    let tables = source::case_files(files, &job.limits, report);
    progress(Stage::Checking);
    let tables: Vec<_> = tables.iter().collect();
    let counted = Tabulation::count(&tables, opened.site, &opened.calendar, opened.as_of, report);
    screening::mask(report);
    counted
}

/// A page must not show the name of a sentence in its place.
fn missing_words(words: &crate::language::Words, report: &mut Report) {
    for key in words.missed() {
        report.push(
            Diagnostic::error(rule::LANGUAGE_GAP, format!("the language file has no words for \"{key}\""))
                .help("add the key to the theme's lang file, or take your own language file out to use the built-in one"),
        );
    }
}

/// Returns the files and folders whose change makes a new build necessary.
pub fn watched(root: &Path) -> Vec<PathBuf> {
    [
        "candour.toml",
        "approvals.toml",
        "data",
        "content",
        "releases",
        "themes",
    ]
    .iter()
    .map(|name| root.join(name))
    .collect()
}
