"""What the real programs make: a token, a lookup table."""

import struct
from collections.abc import Sequence

from solders.address_lookup_table_account import (
    ID as TABLE_PROGRAM,
)
from solders.address_lookup_table_account import (
    AddressLookupTableAccount,
    derive_lookup_table_address,
)
from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import ID as SYSTEM_PROGRAM
from solders.system_program import CreateAccountParams, create_account
from solders.token import ID as TOKEN_PROGRAM
from solders.token.associated import get_associated_token_address

from tests.chains.solana_chain import SolanaBench

ASSOCIATED_PROGRAM = Pubkey.from_string("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL")
MINT_BYTES = 82
DECIMALS = 6


def mint_to(bench: SolanaBench, payer: Keypair, owner: str, units: int) -> Pubkey:
    """Create a token, an account of it for `owner`, and put units there; the token account."""
    mint, to = Keypair(), Pubkey.from_string(owner)
    account = get_associated_token_address(to, mint.pubkey())
    bench.sends(
        [payer, mint],
        create_account(
            CreateAccountParams(
                from_pubkey=payer.pubkey(),
                to_pubkey=mint.pubkey(),
                lamports=bench.chain.ledger.runtime.rent_minimum(MINT_BYTES),
                space=MINT_BYTES,
                owner=TOKEN_PROGRAM,
            )
        ),
        # InitializeMint2, CreateIdempotent, MintTo
        Instruction(
            TOKEN_PROGRAM,
            struct.pack("<BB32sB", 20, DECIMALS, bytes(payer.pubkey()), 0),
            [AccountMeta(mint.pubkey(), is_signer=False, is_writable=True)],
        ),
        Instruction(
            ASSOCIATED_PROGRAM,
            b"\x01",
            [
                AccountMeta(payer.pubkey(), is_signer=True, is_writable=True),
                AccountMeta(account, is_signer=False, is_writable=True),
                AccountMeta(to, is_signer=False, is_writable=False),
                AccountMeta(mint.pubkey(), is_signer=False, is_writable=False),
                AccountMeta(SYSTEM_PROGRAM, is_signer=False, is_writable=False),
                AccountMeta(TOKEN_PROGRAM, is_signer=False, is_writable=False),
            ],
        ),
        Instruction(
            TOKEN_PROGRAM,
            struct.pack("<BQ", 7, units),
            [
                AccountMeta(mint.pubkey(), is_signer=False, is_writable=True),
                AccountMeta(account, is_signer=False, is_writable=True),
                AccountMeta(payer.pubkey(), is_signer=True, is_writable=False),
            ],
        ),
    )
    return account


def with_table(
    bench: SolanaBench, payer: Keypair, addresses: Sequence[str]
) -> AddressLookupTableAccount:
    """A lookup table of these addresses, ready to be used."""
    slot, keys = bench.chain.tip.number, [Pubkey.from_string(each) for each in addresses]
    table, bump = derive_lookup_table_address(payer.pubkey(), slot)
    accounts = [
        AccountMeta(table, is_signer=False, is_writable=True),
        AccountMeta(payer.pubkey(), is_signer=True, is_writable=True),
        AccountMeta(payer.pubkey(), is_signer=True, is_writable=True),
        AccountMeta(SYSTEM_PROGRAM, is_signer=False, is_writable=False),
    ]
    listed = b"".join(map(bytes, keys))
    bench.sends(
        [payer],
        # CreateLookupTable, ExtendLookupTable
        Instruction(TABLE_PROGRAM, struct.pack("<IQB", 0, slot, bump), accounts),
        Instruction(TABLE_PROGRAM, struct.pack("<IQ", 2, len(keys)) + listed, accounts),
    )
    return AddressLookupTableAccount(table, keys)
