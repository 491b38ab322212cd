"""A Google of each test's own, and a session that may ask it everything."""

import json
from collections.abc import Iterator

import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from tests.emulators.google_sheets import GoogleSheetsServer

SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]


@pytest.fixture
def google() -> Iterator[GoogleSheetsServer]:
    with GoogleSheetsServer() as server:
        yield server


@pytest.fixture
def session(google: GoogleSheetsServer) -> Iterator[requests.Session]:
    credentials = Credentials.from_service_account_info(json.loads(google.credentials()), scopes=SCOPES)
    with requests.Session() as session:
        credentials.refresh(Request(session))
        session.headers["Authorization"] = f"Bearer {credentials.token}"
        yield session
