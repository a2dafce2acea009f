"""The style sheet: everything on a grid of 4 px, corners of 6, one line where others draw a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.resources import resource

if TYPE_CHECKING:
    from reviewer.ui.theme import Colours


def style_sheet(c: Colours, line_height: float) -> str:
    """The application's style sheet for a scheme; ``line_height`` is that of the interface font, in px."""
    field = round(line_height) + 10
    # Style sheets take colours of drawings from files only.
    arrow = resource(f"icons/down-{'dark' if c.dark else 'light'}.svg").as_posix()
    tick = resource(f"icons/tick-{'dark' if c.dark else 'light'}.svg").as_posix()
    return f"""
QWidget {{ color: {c.text}; }}
QMainWindow, QDialog {{ background: {c.window}; }}
QToolTip {{ background: {c.panel}; color: {c.text}; border: 1px solid {c.line}; padding: 4px 6px; }}

QMenuBar {{ background: {c.window}; border-bottom: 1px solid {c.line}; padding: 1px 6px; }}
QMenuBar::item {{ background: transparent; padding: 4px 8px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
QMenu {{ background: {c.window}; border: 1px solid {c.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 8px; border-radius: 4px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {c.accent_tint}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.faint}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}

QToolBar {{ background: {c.window}; border: none; border-bottom: 1px solid {c.line}; padding: 5px 8px;
  spacing: 2px; }}
QToolBar::separator {{ width: 1px; background: {c.line}; margin: 6px 8px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 5px 8px; }}
QToolButton:hover {{ background: {c.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.accent_tint}; color: {c.accent}; }}
QToolButton:focus {{ border: 1px solid {c.accent}; }}
QToolButton:disabled {{ color: {c.faint}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton#primary {{ background: {c.accent_tint}; color: {c.accent}; font-weight: 600; }}
QToolButton#primary:hover {{ background: {c.accent_hover}; }}
QToolButton#primary:disabled {{ background: {c.panel}; color: {c.faint}; }}
QToolButton#chip {{ background: {c.accent_tint}; color: {c.accent}; border: 1px solid {c.accent};
  border-radius: {(round(line_height) + 8) // 2}px; padding: 3px 10px; }}
QToolButton#chip:hover, QToolButton#chip:focus {{ background: {c.accent_hover}; border-width: 2px;
  padding: 2px 9px; }}
QToolButton#addFilter {{ color: {c.muted}; border: 1px solid {c.line};
  border-radius: {(round(line_height) + 8) // 2}px; padding: 3px 10px; }}
QToolButton#addFilter:hover {{ color: {c.text}; border-color: {c.muted}; background: transparent; }}
QToolButton#addFilter:focus {{ border-color: {c.accent}; }}
QToolButton#searchField {{ background: {c.panel}; border: 1px solid {c.edge}; text-align: left; }}
QToolButton#searchField:hover {{ border-color: {c.text}; background: {c.panel}; }}
QToolButton#searchField:focus {{ border-color: {c.accent}; }}
QToolButton#quiet {{ color: {c.muted}; padding: 2px 4px; }}
QToolButton#quiet:hover {{ color: {c.text}; }}

QPushButton {{ background: {c.panel}; border: 1px solid {c.line}; border-radius: 6px; padding: 5px 14px;
  min-height: {round(line_height)}px; }}
QPushButton:hover {{ background: {c.hover}; border-color: {c.muted}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 4px 13px; }}
QPushButton:default, QPushButton#primary {{ background: {c.accent}; color: {c.window};
  border: 1px solid {c.accent}; font-weight: 600; }}
QPushButton#primary:hover {{ background: {c.text}; color: {c.window}; border-color: {c.text}; }}
QPushButton:default:focus, QPushButton#primary:focus {{ border: 2px solid {c.text}; padding: 4px 13px; }}
QPushButton:disabled {{ color: {c.faint}; background: {c.panel}; border-color: {c.line}; }}
QToolButton#swatch {{ padding: 3px 4px; }}
QToolButton#swatch:checked {{ border: 1px solid {c.text}; }}
QPushButton#link, QPushButton#link:default {{ background: transparent; border: 1px solid transparent;
  color: {c.accent}; padding: 3px 6px; text-align: left; font-weight: 400; }}
QPushButton#link:hover {{ background: {c.accent_tint}; }}
QPushButton#link:focus {{ border: 1px solid {c.accent}; padding: 3px 6px; }}

QPushButton#row {{ background: {c.panel}; padding: 3px 9px; text-align: left; font-weight: 400; }}
QPushButton#row:hover {{ background: {c.hover}; border-color: {c.faint}; }}
QPushButton#row:checked {{ border-color: {c.accent}; }}
QPushButton#row:focus {{ border: 2px solid {c.accent}; padding: 2px 8px; }}

QLineEdit, QPlainTextEdit, QDateEdit, QComboBox, QAbstractSpinBox {{ background: {c.panel};
  border: 1px solid {c.edge}; border-radius: 6px; padding: 3px 8px; selection-background-color: {c.accent};
  selection-color: {c.window}; placeholder-text-color: {c.faint}; }}
QToolButton#picker {{ background: {c.panel}; border: 1px solid {c.edge}; border-radius: 6px; padding: 0;
  min-height: {field}px; }}
QToolButton#picker:hover {{ border-color: {c.text}; background: {c.panel}; }}
QToolButton#picker:focus {{ border: 2px solid {c.accent}; background: {c.window}; }}
QFrame#pickerPopup {{ background: {c.window}; border: 1px solid {c.muted}; border-radius: 6px; }}
QListView#popup, QListView#results {{ background: {c.window}; border: none; }}
QListView#helpPages {{ background: {c.panel}; }}
QListView#helpPages::item {{ padding: 6px 14px; }}
QListView#helpPages::item:selected {{ background: {c.accent_tint}; color: {c.text}; }}
QTextBrowser#helpText {{ background: {c.window}; border: none; }}
QTreeView#followUps {{ background: {c.window}; show-decoration-selected: 1;
  selection-background-color: {c.accent_tint}; }}
QTreeView#followUps::item {{ padding: 0 6px; border-bottom: 1px solid {c.line}; }}
QTreeView#followUps::item:selected, QTreeView#followUps::branch:selected {{ background: {c.accent_tint}; }}
QWidget#followUpBoard, QWidget#searchPanel {{ background: {c.window}; }}
QListView#popup::item {{ padding: 0 6px; border-radius: 4px; color: {c.text}; }}
QListView#popup::item:selected {{ background: {c.accent_tint}; color: {c.text}; }}
QLineEdit, QDateEdit, QComboBox {{ min-height: {field - 8}px; }}
QLineEdit:hover, QPlainTextEdit:hover, QDateEdit:hover, QComboBox:hover {{ border-color: {c.text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QDateEdit:focus, QComboBox:focus, QComboBox:on {{
  border: 2px solid {c.accent}; padding: 2px 7px; background: {c.window}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QDateEdit:disabled, QComboBox:disabled {{ color: {c.faint}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{arrow}"); width: 14px;
  height: 14px; }}
QComboBox QAbstractItemView {{ background: {c.window}; border: 1px solid {c.line};
  outline: none; padding: 4px; selection-background-color: {c.accent_tint}; selection-color: {c.text}; }}
QComboBox QAbstractItemView::item {{ min-height: {field - 6}px; padding: 0 6px; border-radius: 4px; }}

QAbstractItemView {{ outline: none; }}
QTreeView, QListView, QTableView {{ border: none; background: {c.panel}; }}
QHeaderView {{ background: {c.window}; }}
QHeaderView::section {{ background: {c.window}; color: {c.muted}; border: none;
  border-bottom: 1px solid {c.line}; padding: 6px 11px; }}
QHeaderView#treeHeader::section {{ padding: 2px 6px 3px 4px; font-size: 90%; }}
QTreeView#problems, QTreeView#grid {{ background: {c.window}; }}
QTableView {{ background: {c.window}; gridline-color: transparent;
  selection-background-color: {c.accent_tint}; selection-color: {c.text}; }}
QTreeView#problems::item:selected, QTreeView#problems::branch:selected, QTreeView#grid::item:selected,
QTreeView#grid::branch:selected {{ background: {c.accent_tint}; color: {c.text}; }}
QTableView::item, QTreeView#problems::item, QTreeView#grid::item {{ padding: 4px 8px;
  border-bottom: 1px solid {c.line}; }}

QScrollArea, QScrollArea > QWidget > QWidget#canvas {{ background: {c.window}; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter::handle:hover {{ background: {c.accent}; }}
QDockWidget {{ color: {c.text}; }}
QDockWidget::title {{ background: {c.window}; padding: 8px 10px; border-top: 1px solid {c.line};
  border-bottom: 1px solid {c.line}; font-weight: 600; }}

QStatusBar {{ background: {c.window}; border-top: 1px solid {c.line}; color: {c.muted}; }}
QStatusBar::item {{ border: none; }}
QProgressBar {{ background: {c.line}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}
QCheckBox, QRadioButton {{ spacing: 8px; }}
QCheckBox::indicator, QListView::indicator {{ width: 12px; height: 12px; border: 1px solid {c.muted};
  border-radius: 3px; background: {c.window}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{ border-color: {c.accent};
  background: {c.accent}; image: url("{tick}"); }}
QCheckBox::indicator:disabled {{ border-color: {c.line}; background: {c.panel}; }}
QCheckBox::indicator:focus, QListView::indicator:focus {{ width: 10px; height: 10px;
  border: 2px solid {c.accent}; }}
QCheckBox::indicator:checked:focus {{ border-color: {c.text}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {c.accent}; }}

QFrame#header {{ background: {c.window}; border-bottom: 1px solid {c.line}; }}
QFrame#strip {{ background: {c.window}; border-top: 1px solid {c.line}; }}
QFrame#segments {{ border: 1px solid {c.line}; border-radius: 6px; }}
QToolButton#segment {{ border-radius: 5px; padding: 4px 12px; margin: 1px; }}
QToolButton#segment:checked {{ font-weight: 600; }}
QFrame#rule {{ background: {c.line}; max-height: 1px; border: none; }}
QFrame#uprightRule {{ background: {c.line}; max-width: 1px; border: none; }}
QWidget#libraryPanel {{ background: {c.panel}; }}
QWidget#detailsPanel, QWidget#sourcePanel {{ background: {c.window}; }}
QFrame#palette {{ background: {c.window}; border: 1px solid {c.line}; border-radius: 7px; }}
QFrame#palette QListView {{ border: none; background: {c.window}; }}
QFrame#card {{ background: {c.panel}; border: 1px solid {c.line}; border-radius: 6px; }}
QLabel {{ background: transparent; }}
QLabel[tone="muted"] {{ color: {c.muted}; }}
QLabel[tone="heading"] {{ color: {c.text}; font-weight: 600; }}
QLabel[tone="bad"] {{ color: {c.negative}; }}
QLabel[tone="good"] {{ color: {c.positive}; }}
"""
