"""What a person does on 数据接入 beside sending files: the only components that may import etl."""
