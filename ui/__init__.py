"""The only place that knows Streamlit's widgets, folium and plotly."""
