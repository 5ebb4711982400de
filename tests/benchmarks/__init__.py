"""Speed beside a floor, measured from outside in a terminal. Never part of the suite's verdict."""
