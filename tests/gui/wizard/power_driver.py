"""The power page as a person uses it."""

from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.power_page import PowerPage
from experimentos_gui.wizard.question import Trouble
from experimentos_gui.wizard.size_draft import SizeField
from tests.gui.wizard.driver import TIDY, WizardDriver

PATIENCE_MS = 20_000


def page(driver: WizardDriver) -> PowerPage:
    return driver.wizard.power_page


def go(driver: WizardDriver, text: str = TIDY) -> PowerPage:
    driver.open(text)
    driver.wizard.show_step(Step.POWER)
    assert driver.step is Step.POWER
    return page(driver)


def plan_without_data(driver: WizardDriver) -> PowerPage:
    driver.session.start_plan()
    driver.wizard.show_step(Step.POWER)
    assert driver.step is Step.POWER
    return page(driver)


def enter(driver: WizardDriver, **typed: str) -> None:
    for name, text in typed.items():
        driver.type_into(page(driver).form.fields[SizeField(name)], text)
    wait(driver)


def wait(driver: WizardDriver) -> None:
    """Wait for the answer; data is checked again by then too."""
    driver.qtbot.waitUntil(
        lambda: not page(driver).jobs.is_busy and not driver.session.is_busy, timeout=PATIENCE_MS
    )
    if driver.session.table is not None:
        driver.settle()
        driver.qtbot.waitUntil(lambda: not page(driver).jobs.is_busy, timeout=PATIENCE_MS)


def troubles(driver: WizardDriver) -> list[str]:
    form = page(driver).form
    labels = form.findChildren(Trouble)
    return [label.accessibleName() for label in labels if label.isVisibleTo(form)]


def headline(driver: WizardDriver) -> str:
    return page(driver).answer.headline.accessibleName()


def try_rule(driver: WizardDriver) -> None:
    page(driver).trial.button.click()
    driver.qtbot.waitUntil(lambda: not page(driver).jobs.is_trying, timeout=PATIENCE_MS)
