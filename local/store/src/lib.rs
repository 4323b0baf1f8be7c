//! Values, documents and transactions of the embedded deployment.
