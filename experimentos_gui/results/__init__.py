"""What came out: status, verdict, and the numbers behind them."""
