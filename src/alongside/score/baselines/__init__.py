"""What others do, each answering the same question as the forecast: arrivals from what is known."""
