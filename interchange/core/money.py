"""Money: whole pence, never a fraction of one."""

from dataclasses import dataclass

PENCE_IN_A_POUND = 100


@dataclass(frozen=True, order=True)
class Money:
    """An amount in pence; a refund is negative."""

    pence: int

    def __add__(self, other: "Money") -> "Money":
        return Money(self.pence + other.pence)

    def __mul__(self, times: int) -> "Money":
        return Money(self.pence * times)

    __rmul__ = __mul__

    def __str__(self) -> str:
        """As people read it: “£1,234.56”, with a minus sign before the pound sign."""
        pounds, pence = divmod(abs(self.pence), PENCE_IN_A_POUND)
        return f"{'-' if self.pence < 0 else ''}£{pounds:,}.{pence:02}"
